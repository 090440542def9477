//! JSON Schema of the quantities.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::quantity::Quantity;
use super::{
    Amount, Coefficient, Equivalents, Factor, Mark, Money, Number, Quota, Score, UnitPrice, Volume,
    Weight,
};
use crate::exact::schema::{decimal, exact, number, with_sign};

/// A quantity that documents state.
pub(crate) fn stated<Q: Quantity>(generator: &SchemaGenerator) -> Schema {
    decimal(Q::NAME, Q::LIMITS, Q::SIGNED, generator)
}

/// Declares the schemas of quantities; only forwarding code.
macro_rules! schemas {
    ($($name:ident: $schema:expr,)*) => {
        $(impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                ($schema)(generator)
            }
        })*
    };
}

/// A number of a document that may be below zero, wherever it stands.
pub(crate) struct Signed;

schemas! {
    Volume: stated::<Self>,
    Weight: stated::<Self>,
    Quota: stated::<Self>,
    Factor: stated::<Self>,
    Mark: stated::<Self>,
    Equivalents: |generator: &mut _| exact("Standardized work equivalents, exact", generator),
    UnitPrice: |generator: &mut _| exact("Yuan per equivalent, exact", generator),
    Score: |generator: &mut _| exact("The result of an appraisal out of 100, exact", generator),
    Coefficient: |generator: &mut _| exact("What an appraisal multiplies pay by, exact", generator),
    Amount: |generator: &mut _| exact("Yuan that are not yet rounded, exact", generator),
    Money: money,
    Number: as_written,
    Signed: any_decimal,
}

/// Whole fen, always written with two decimals.
fn money(generator: &mut SchemaGenerator) -> Schema {
    if generator.contract().is_serialize() {
        let before = Money::COMPUTED_LIMITS.before.saturating_sub(1);
        let written = format!(r"^-?(0|[1-9][0-9]{{0,{before}}})\.[0-9]{{2}}$");
        return number(Money::NAME, &written, "", (0, 0), generator);
    }
    decimal(Money::NAME, Money::COMPUTED_LIMITS, true, generator)
}

/// A number of a document: its range depends on where it stands. Where it may be below zero, the
/// field says so by a quantity.
fn as_written(generator: &mut SchemaGenerator) -> Schema {
    let read = with_sign(r"[0-9]+(\.[0-9]+)?", false);
    let description = "A number that is zero or more: its digits in quotes, or an integer. How many \
                       digits it may have depends on what it is";
    number(description, &read, &read, (0, u64::MAX), generator)
}

fn any_decimal(generator: &mut SchemaGenerator) -> Schema {
    let read = with_sign(r"[0-9]+(\.[0-9]+)?", true);
    let description = "A number: its digits in quotes, or an integer";
    number(description, &read, &read, (i64::MIN, u64::MAX), generator)
}
