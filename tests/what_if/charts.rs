//! The charts: both files of each decode, say what they should, and nothing overlaps.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{folder, sample_run, text, what_if};

const STEMS: [&str; 8] = [
    "pay-1-price",
    "pay-2-chronic-care",
    "pay-3-strict-curve",
    "pay-4-larger-pool",
    "pay-5-lower-withholding",
    "pay-6-growth",
    "reserve",
    "surface",
];

/// A text of an SVG file, with the box that it takes at most.
#[derive(Debug)]
struct Label {
    text: String,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

struct Svg {
    size: (f64, f64),
    title: String,
    labels: Vec<Label>,
}

fn svg(path: &Path) -> Svg {
    let file = fs::read_to_string(path).unwrap();
    let document = roxmltree::Document::parse(&file).unwrap();
    let root = document.root_element();
    let number = |node: &roxmltree::Node, name: &str| -> f64 {
        node.attribute(name).unwrap().parse().unwrap()
    };
    let title = document.descendants().find(|node| node.has_tag_name("title"));
    let of_text = document.descendants().filter(|node| node.has_tag_name("text"));
    let labels = of_text.map(|node| {
        // The backend begins and ends a text on lines of their own.
        let text = node.text().unwrap().trim_matches('\n').to_owned();
        assert!(node.attribute("font-family").unwrap().starts_with("Noto Sans CJK SC, "));
        let size = number(&node, "font-size");
        // The widths of the font: digits 0.555, Chinese characters and their signs 1.
        let ems = text.chars().map(|c| match c {
            ' ' | ',' | '.' => 0.28,
            '%' | 'W' => 0.93,
            '+' | '−' | '!'..='~' => 0.56,
            _ => 1.0,
        });
        let width = ems.sum::<f64>() * size;
        let x = number(&node, "x");
        let left = match node.attribute("text-anchor").unwrap() {
            "start" => x,
            "middle" => x - width / 2.0,
            "end" => x - width,
            other => panic!("{other}"),
        };
        let base = number(&node, "y") + 0.76 * size;
        // What digits and characters cover, without the room between lines.
        let (top, bottom) = (base - 0.8 * size, base + 0.05 * size);
        Label { text, left, right: left + width, top, bottom }
    });
    Svg {
        size: (number(&root, "width"), number(&root, "height")),
        title: title.and_then(|title| title.text()).unwrap().to_owned(),
        labels: labels.collect(),
    }
}

#[test]
fn every_chart_is_written_and_named() {
    let (folder, printed) = sample_run();
    let mut written: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(written.remove("sweep.csv"));
    let expected = STEMS.iter().flat_map(|stem| [format!("{stem}.svg"), format!("{stem}.png")]);
    assert_eq!(written, expected.collect());
    for file in &written {
        assert!(printed.contains(file), "{file}");
    }
}

#[test]
fn no_text_overlaps_another_or_leaves_the_page() {
    let (folder, _) = sample_run();
    for stem in STEMS {
        let svg = svg(&folder.join(format!("{stem}.svg")));
        assert!(svg.labels.len() > 30, "{stem}");
        for (index, label) in svg.labels.iter().enumerate() {
            let inside = label.left >= 0.0
                && label.top >= 0.0
                && label.right <= svg.size.0
                && label.bottom <= svg.size.1;
            assert!(inside, "{stem}: {label:?}");
            for other in &svg.labels[index + 1..] {
                let apart = label.right <= other.left
                    || other.right <= label.left
                    || label.bottom <= other.top
                    || other.bottom <= label.top;
                assert!(apart, "{stem}: {label:?} overlaps {other:?}");
            }
        }
    }
}

#[test]
fn the_charts_say_what_they_show() {
    let (folder, printed) = sample_run();
    let payees = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/liandu/payees.csv"),
    )
    .unwrap();
    for stem in STEMS {
        let svg = svg(&folder.join(format!("{stem}.svg")));
        let says = |part: &str| svg.labels.iter().any(|label| label.text.contains(part));
        assert!(svg.labels.iter().any(|label| label.text == svg.title), "{stem}: {}", svg.title);
        let source = "来源：莲政办发〔";
        assert!(says(source) && says("〔2023〕75号") && says("非公布值"), "{stem}: source");
        match stem {
            "reserve" => {
                assert!(svg.title.starts_with("风险保障基金"));
                for part in
                    ["金额（万元）", "2023 年", "2024 年", "2025 年", "期初", "期末", "−20.00"]
                {
                    assert!(says(part), "{stem}: {part}");
                }
                // 17,000.01 yuan at the end of the second year, and the beginning of the third.
                assert_eq!(svg.labels.iter().filter(|label| label.text == "1.70").count(), 2);
            }
            "surface" => {
                assert!(svg.title.starts_with("资金余缺"));
                for part in [
                    "单价（元/当量）",
                    "服务量：比基准增减（%）",
                    "资金余缺（万元）",
                    "12.04",
                    "10.0",
                ] {
                    assert!(says(part), "{stem}: {part}");
                }
                // As in the small table: 361.07 is left at the price as it is.
                assert!(printed.contains("361.07") && says("+361") && says("−1113"));
                let cells = svg.labels.iter().filter(|label| label.text.starts_with(['+', '−']));
                assert!(cells.count() >= 525);
            }
            _ => {
                assert!(svg.title.starts_with("各机构应支付额："));
                assert!(says("应支付额（万元）") && says("基准") && says("方案"));
                for line in payees.lines().skip(1) {
                    let mut cells = line.split(',');
                    let label = format!("{} {}", cells.next().unwrap(), cells.next().unwrap());
                    assert!(svg.labels.iter().any(|found| found.text == label), "{stem}: {label}");
                }
            }
        }
    }
}

#[test]
fn the_pictures_decode_and_are_not_blank() {
    let (folder, _) = sample_run();
    for stem in STEMS {
        let size = svg(&folder.join(format!("{stem}.svg"))).size;
        let file =
            std::io::BufReader::new(fs::File::open(folder.join(format!("{stem}.png"))).unwrap());
        let mut reader = png::Decoder::new(file).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((f64::from(info.width), f64::from(info.height)), (size.0 * 2.0, size.1 * 2.0));
        // 192 dots an inch: the width of A4.
        let dots = reader.info().pixel_dims.unwrap();
        assert_eq!((dots.xppu, dots.unit), (7559, png::Unit::Meter));
        let colors: BTreeSet<&[u8]> = pixels.chunks(3).collect();
        assert!(colors.len() > 50, "{stem}: {} colours", colors.len());
        let ink = pixels.chunks(3).filter(|pixel| *pixel != [255, 255, 255]).count();
        let share = ink * 100 / (pixels.len() / 3);
        assert!((5..90).contains(&share), "{stem}: {share} %");
        // Nothing is drawn at the edges.
        let row = usize::try_from(info.width).unwrap() * 3;
        let edges = [&pixels[..row], &pixels[pixels.len() - row..]];
        assert!(edges.concat().iter().all(|part| *part == 255), "{stem}");
        assert!(
            pixels.chunks(row).all(|row| row[..3] == [255; 3] && row[row.len() - 3..] == [255; 3])
        );
    }
}

#[test]
fn a_character_that_the_font_lacks_is_named() {
    let data = folder("rare");
    fs::create_dir_all(&data).unwrap();
    let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/bad/good-cycle");
    for entry in fs::read_dir(good).unwrap() {
        let entry = entry.unwrap();
        let file = fs::read_to_string(entry.path()).unwrap();
        fs::write(data.join(entry.file_name()), file.replace("甲镇", "甪<&镇")).unwrap();
    }
    let proposal = data.join("price.toml");
    let change = "name = \"加价\"\n[[changes]]\n\
                  path = \"scheme.channels[standby].price.values[*].value\"\nadd = \"1\"\n";
    fs::write(&proposal, change).unwrap();
    let [data, proposal] = [&data, &proposal].map(|path| path.to_string_lossy().into_owned());
    let out = folder("rare-out");
    let output = what_if(&[
        "--data",
        &data,
        "--channel",
        "standby",
        "--proposal",
        &proposal,
        "--out",
        &out.to_string_lossy(),
    ]);
    let said = text(&output.stderr);
    assert!(output.status.success() && said.contains("图中字体缺这些字，画成方框：甪"), "{said}");
    let svg = svg(&out.join("pay-price.svg"));
    assert!(svg.labels.iter().any(|label| label.text.contains("甪<&镇")), "{:?}", svg.labels);
}
