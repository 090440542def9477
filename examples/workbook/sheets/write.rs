//! From cells in memory to a file: formats, frozen rows, pages.

use std::collections::{BTreeMap, HashMap};

use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, FormatUnderline, Formula, Url, Workbook, Worksheet, XlsxError,
};

use super::evaluate::{Value, evaluate};
use super::grid::{At, Book, CLOSE, Cell, Content, Look, OPEN, Sheet};

/// The values that the file brings along, which show until a spreadsheet calculates.
pub trait Cached {
    /// The value of a figure of the statement, or of another formula.
    fn value(&self, figure: Option<&str>, calculated: &Value) -> String;
}

/// Colours: headers, inputs, lines.
const HEAD: u32 = 0x001F_4E79;
const INPUT: u32 = 0x00FF_F8DC;
const TOTAL: u32 = 0x00E8_EEF4;
const LINE: u32 = 0x00BF_BFBF;
const WORKINGS: u32 = 0x00F2_F2F2;
/// A4.
const PAPER: u8 = 9;

/// The file.
pub fn write(book: &Book, title: &str, cached: &dyn Cached) -> Result<Vec<u8>, XlsxError> {
    let mut file = Workbook::new();
    let values = evaluate(book);
    // By a clock, the same settlement would be another file every time: this is the date that the
    // entries of the archive have, too.
    let created = ExcelDateTime::from_ymd(1980, 1, 1)?;
    let properties = DocProperties::new().set_title(title).set_creation_datetime(&created);
    file.set_properties(&properties);
    let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    for (place, sheet) in book.sheets.iter().enumerate() {
        let page = file.add_worksheet();
        page.set_name(&sheet.name)?;
        set_up(page, sheet, &widths(place, sheet, &values))?;
        for ((row, col), cell) in &sheet.cells {
            let format = format(cell);
            match &cell.content {
                Content::Text(text) => page.write_string_with_format(*row, *col, text, &format)?,
                Content::Link(sheet) => {
                    let name = names.get(*sheet).copied().unwrap_or_default();
                    let url = Url::new(format!("internal:'{name}'!A1")).set_text(name);
                    page.write_url_with_format(*row, *col, url, &format)?
                }
                Content::Number(digits) => {
                    // The only place where a number becomes binary, because the file format is: up
                    // to 15 digits come back as they were.
                    let number: f64 = digits.parse().unwrap_or_default();
                    page.write_number_with_format(*row, *col, number, &format)?
                }
                Content::Formula(text, figure) => {
                    let figure = figure.and_then(|figure| book.figures.get(figure));
                    let at = At { sheet: place, row: *row, col: *col };
                    let calculated = values.get(&at).unwrap_or(&Value::Empty);
                    let pointer = figure.map(|figure| figure.pointer.as_str());
                    let formula = Formula::new(resolve(text, place, &names));
                    let formula = formula.set_result(cached.value(pointer, calculated));
                    page.write_formula_with_format(*row, *col, formula, &format)?
                }
            };
        }
    }
    file.save_to_buffer()
}

/// The most characters that a formula may have, and the most functions inside one another.
const LONGEST: usize = 8_192;
const DEEPEST: usize = 64;

/// Whether every formula is one that spreadsheets accept.
pub fn fits_spreadsheets(book: &Book) -> bool {
    let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    book.sheets.iter().enumerate().all(|(place, sheet)| {
        sheet.cells.values().all(|cell| match &cell.content {
            Content::Formula(text, _) => {
                let text = resolve(text, place, &names);
                text.chars().count() <= LONGEST && depth(&text) <= DEEPEST
            }
            _ => true,
        })
    })
}

/// How many functions stand inside one another.
fn depth(formula: &str) -> usize {
    let mut open: Vec<bool> = Vec::new();
    let (mut before, mut functions, mut deepest) = (' ', 0, 0);
    for next in formula.chars() {
        match next {
            '(' => {
                let function = before.is_ascii_uppercase();
                open.push(function);
                functions += usize::from(function);
                deepest = deepest.max(functions);
            }
            ')' => functions -= usize::from(open.pop().unwrap_or(false)),
            _ => {}
        }
        before = next;
    }
    deepest
}

/// Names of cells as a formula on a sheet writes them.
fn resolve(text: &str, here: usize, names: &[&str]) -> String {
    let mut parts = text.split(OPEN);
    let mut formula = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (reference, rest) = part.split_once(CLOSE).unwrap_or((part, ""));
        let (sheet, cell) = reference.split_once('!').unwrap_or(("", reference));
        let sheet = sheet.parse().unwrap_or(here);
        if sheet != here {
            formula.push('\'');
            formula.push_str(names.get(sheet).copied().unwrap_or_default());
            formula.push_str("'!");
        }
        formula.push_str(cell);
        formula.push_str(rest);
    }
    formula
}

fn set_up(
    page: &mut Worksheet,
    sheet: &Sheet,
    widths: &BTreeMap<u16, u32>,
) -> Result<(), XlsxError> {
    for (col, width) in widths {
        page.set_column_width(*col, *width)?;
    }
    let (first, last) = sheet.header;
    page.set_freeze_panes(last + 1, sheet.frozen)?;
    page.set_repeat_rows(first, last)?;
    page.set_landscape().set_paper_size(PAPER).set_print_fit_to_pages(1, 0);
    page.set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    // The space keeps a digit of the name apart from the size of its letters.
    page.set_header(format!("&L&9&F&R&9 {}", sheet.name.replace('&', "&&")));
    page.set_footer("&C&9第 &P 页，共 &N 页");
    if let Some(from) = sheet.helpers_from {
        let last = sheet.cells.keys().map(|(_, col)| *col).max().unwrap_or(from).max(from);
        page.group_columns_collapsed(from, last)?;
        let bottom = sheet.cells.keys().map(|(row, _)| *row).max().unwrap_or(0);
        let shown = sheet.cells.keys().map(|(_, col)| *col).filter(|col| *col < from);
        page.set_print_area(0, 0, bottom, shown.max().unwrap_or(0))?;
    }
    for (row, lines) in lines_of_headers(sheet, widths) {
        page.set_row_height(row, 6 + 14 * lines)?;
    }
    // What does not hold stands out.
    let wrong = Format::new().set_font_color(Color::White).set_background_color(Color::Red);
    for ((row, col), _) in sheet.cells.iter().filter(|(_, cell)| cell.look == Look::Check) {
        let name = At { sheet: 0, row: *row, col: *col }.name();
        let rule = ConditionalFormatFormula::new().set_rule(format!("={name}=FALSE").as_str());
        let rule = rule.set_format(&wrong);
        page.add_conditional_format(*row, *col, *row, *col, &rule)?;
    }
    if sheet.workings {
        // Far too wide for paper, and there to be clicked through.
        page.set_print_area(0, 0, last, 3)?;
        page.set_tab_color(Color::RGB(LINE));
    }
    Ok(())
}

/// The widest column.
const WIDEST: u32 = 60;
/// The width of an integer of the exact calculation.
const WHOLE: u32 = 13;

/// The width of each column: as it was laid out, or what its cells need, so that no number is
/// hidden; with room for another digit.
fn widths(place: usize, sheet: &Sheet, values: &HashMap<At, Value>) -> BTreeMap<u16, u32> {
    let mut widths: BTreeMap<u16, u32> =
        sheet.widths.iter().map(|(col, width)| (*col, u32::from(*width))).collect();
    for ((row, col), cell) in &sheet.cells {
        let value = values.get(&At { sheet: place, row: *row, col: *col });
        let needed = match (cell.look, value) {
            (Look::Whole, _) => WHOLE,
            (Look::Text | Look::Link, Some(Value::Text(text))) => {
                2 + text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<u32>()
            }
            (look, Some(Value::Number(number))) => digits(look, *number),
            _ => continue,
        };
        let width = widths.entry(*col).or_insert(0);
        *width = needed.min(WIDEST).max(*width);
    }
    widths
}

/// How many digits, commas and signs a number shows.
fn digits(look: Look, number: f64) -> u32 {
    let (least, most) = match look {
        Look::Money | Look::MoneyTotal | Look::Difference => (2, 2),
        Look::Quantity | Look::QuantityTotal => (2, 6),
        Look::Ratio => (2, 8),
        Look::Approximate => (4, 4),
        _ => (0, 0),
    };
    let text = format!("{:.*}", most, number.abs());
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = part.trim_end_matches('0').len().max(least);
    let length = whole.len() + whole.len() / 3 + part + 4;
    u32::try_from(length).unwrap_or(WIDEST)
}

/// How many lines the headers of each row take in their columns.
fn lines_of_headers(sheet: &Sheet, widths: &BTreeMap<u16, u32>) -> BTreeMap<u32, u32> {
    let mut lines = BTreeMap::new();
    for ((row, col), cell) in &sheet.cells {
        let (Content::Text(text), Look::Header) = (&cell.content, cell.look) else { continue };
        // A bold Chinese character is somewhat wider than two digits.
        let width: u32 = text.chars().map(|c| if c.is_ascii() { 11 } else { 23 }).sum();
        let room = 10 * widths.get(col).copied().unwrap_or(8).max(2);
        let most = lines.entry(*row).or_insert(1);
        *most = width.div_ceil(room).max(*most);
    }
    lines
}

fn format(cell: &Cell) -> Format {
    let format = Format::new().set_font_name("Noto Sans CJK SC").set_font_size(10);
    let line =
        |format: Format| format.set_border(FormatBorder::Thin).set_border_color(Color::RGB(LINE));
    let format = match cell.look {
        Look::Title => return format.set_bold().set_font_size(16),
        Look::Subtitle => return format.set_bold().set_font_size(12),
        Look::Note => {
            return format.set_font_color(Color::RGB(0x0059_5959)).set_align(FormatAlign::Left);
        }
        Look::Header => {
            return line(format)
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(HEAD));
        }
        Look::Whole => {
            return format
                .set_num_format("0")
                .set_font_size(8)
                .set_background_color(Color::RGB(WORKINGS));
        }
        Look::Text => line(format).set_align(FormatAlign::Left).set_indent(1),
        Look::Money => line(format).set_num_format("#,##0.00;[Red]-#,##0.00"),
        Look::MoneyTotal => line(format)
            .set_num_format("#,##0.00;[Red]-#,##0.00")
            .set_bold()
            .set_background_color(Color::RGB(TOTAL)),
        Look::Quantity => line(format).set_num_format("#,##0.00####"),
        Look::QuantityTotal => line(format)
            .set_num_format("#,##0.00####")
            .set_bold()
            .set_background_color(Color::RGB(TOTAL)),
        Look::Difference => line(format)
            .set_num_format("[Blue]+#,##0.00;[Red]-#,##0.00;\"—\"")
            .set_align(FormatAlign::Right),
        Look::Link => line(format)
            .set_font_color(Color::RGB(0x0005_63C1))
            .set_underline(FormatUnderline::Single),
        Look::Ratio => line(format).set_num_format("0.00######"),
        Look::Approximate => line(format)
            .set_num_format("#,##0.0000;-#,##0.0000")
            .set_italic()
            .set_font_color(Color::RGB(0x0080_8080)),
        Look::Check => line(format).set_bold().set_align(FormatAlign::Center),
    };
    if cell.input { format.set_background_color(Color::RGB(INPUT)) } else { format }
}
