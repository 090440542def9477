//! Every form of a column holds the same.

use super::*;

#[test]
fn sums_are_as_narrow_as_all_of_them_allow() {
    let most = |bits: u32| (1_i128 << (bits - 1)) - 1;
    for (sums, is_right) in [
        (vec![], (|sums| matches!(sums, Sums::Narrow { most: 0, .. })) as fn(&Sums) -> bool),
        (vec![most(32), -5], |sums| matches!(sums, Sums::Narrow { most: 0x7fff_ffff, .. })),
        (vec![3, most(32) + 1], |sums| matches!(sums, Sums::Middle(_))),
        (vec![most(64), 3], |sums| matches!(sums, Sums::Middle(_))),
        (vec![3, -most(64) - 2], |sums| matches!(sums, Sums::Wide(_))),
    ] {
        let found = narrowest(sums.clone());
        assert!(is_right(&found), "{sums:?}");
    }
}

/// The same column as plain integers.
fn plain(column: &Column) -> Vec<i128> {
    (0..column.len()).map(|cell| column.get(cell)).collect()
}

fn width(column: &Column) -> (i64, usize) {
    let bytes = match &column.sums {
        Sums::Zero(_) => 0,
        Sums::Narrow { .. } => 4,
        Sums::Middle(_) => 8,
        Sums::Wide(_) => 16,
    };
    (column.unit, bytes)
}

#[test]
fn is_as_narrow_as_what_is_in_it() {
    let mut column = Column::zeros(3);
    column.add(1, 0);
    assert_eq!((width(&column), column.sum(0..3)), ((1_000_000, 0), 0));
    column.add(1, 2_147_483_647_000_000);
    assert_eq!(width(&column), (1_000_000, 4));
    column.add(1, 1_000_000);
    assert_eq!(width(&column), (1_000_000, 8));
    column.add(2, -500_000);
    assert_eq!(width(&column), (100_000, 8));
    assert_eq!(plain(&column), [0, 2_147_483_648_000_000, -500_000]);
    column.add(0, i64::MAX);
    assert_eq!(width(&column), (1, 8));
    column.add(0, 1);
    assert_eq!(width(&column), (1, 16));
    column.add(0, i64::MAX);
    assert_eq!(plain(&column), [2 * i128::from(i64::MAX) + 1, 2_147_483_648_000_000, -500_000]);
    assert_eq!(column.sum(1..3), 2_147_483_647_500_000);
    assert_eq!(column.sum(2..2), 0);
}

/// A block is added like its volumes, in as narrow a form; whether all at once is decided for
/// all of it.
#[test]
fn a_block_is_added_like_its_volumes() {
    let unit = 1_000_000;
    let most = i64::from(i32::MAX) * unit;
    for (block, at_once) in [
        (&[(0, unit), (2, -7 * unit), (0, 3 * unit)][..], true),
        (&[], true),
        (&[(0, most)], true),
        (&[(0, most + unit)], false),
        (&[(1, most - 6 * unit), (2, -unit)], true),
        (&[(1, most - 6 * unit), (2, -2 * unit)], false),
        (&[(1, -most), (1, most)], false),
        (&[(0, unit), (1, unit / 10)], false),
        (&[(0, i64::MAX), (0, i64::MAX), (0, 1)], false),
    ] {
        let mut one_by_one = Column::zeros(3);
        one_by_one.add(1, -5 * unit);
        let mut column = one_by_one.clone();
        assert_eq!(column.clone().add_narrow(block.iter().copied()), at_once, "{block:?}");
        column.add_block(block.iter().copied());
        for (cell, volume) in block {
            one_by_one.add(*cell, *volume);
        }
        assert_eq!(plain(&column), plain(&one_by_one), "{block:?}");
        assert_eq!(width(&column), width(&one_by_one), "{block:?}");
        assert_eq!(column.cells().most(), one_by_one.cells().most(), "{block:?}");
    }
    // What has no form yet is added one by one.
    assert!(!Column::zeros(3).add_narrow([(0, unit)].into_iter()));
}

#[test]
fn a_column_of_nothing_takes_no_room_in_any_unit() {
    let mut column = Column::zeros(3);
    column.refine();
    assert_eq!((width(&column), plain(&column)), ((100_000, 0), vec![0; 3]));
}

#[test]
fn units_are_whole() {
    for unit in [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1] {
        assert_eq!([0, 7 * unit, -3 * unit].map(|volume| in_units(volume, unit)), [0, 7, -3]);
    }
}

#[test]
fn every_form_holds_the_same() {
    let volumes = [0, 1, -1, 10, 500_000, 1_000_000, -7_000_000, 1 << 40, i64::MAX, i64::MIN];
    for a in volumes {
        for b in volumes {
            for c in volumes {
                let mut whole = Column::zeros(2);
                let mut parts = [Column::zeros(2), Column::zeros(2)];
                let mut expected = [0_i128; 2];
                for (index, volume) in [a, b, c].into_iter().enumerate() {
                    whole.add(index % 2, volume);
                    parts[usize::from(index == 1)].add(index % 2, volume);
                    expected[index % 2] += i128::from(volume);
                }
                let [first, second] = parts;
                for (mut one, other) in [(first.clone(), &second), (second.clone(), &first)] {
                    one.merge(other);
                    assert_eq!(plain(&one), expected, "{a} {b} {c}");
                }
                assert_eq!(plain(&whole), expected, "{a} {b} {c}");
            }
        }
    }
}
