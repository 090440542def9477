//! Valid cases with one thing wrong: the engine refuses them, and says what and where.

mod facts;
mod money;
mod scheme;

use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::scheme::{
    ChannelDocument, DatedDocument, ItemDocument, PoolLineDocument, PriceDocument, Scheme,
    SchemeDocument,
};
use work_equivalent::units::Number;

use crate::generate;
use crate::setting::buys_equivalents;

/// How many cases are spoilt in each way.
const CASES: u64 = 20;

/// Spoils cases in which that can be done, and expects a refusal that contains all of some words.
fn refused(spoil: impl Fn(&mut SchemeDocument, &mut FactsDocument) -> Option<Vec<String>>) {
    let mut spoilt = 0;
    for seed in 0.. {
        let (mut scheme, mut facts) = generate::case(seed);
        let Some(expected) = spoil(&mut scheme, &mut facts) else {
            continue;
        };
        let error = refusal(scheme, &facts);
        let error = error.unwrap_or_else(|| panic!("seed {seed} is accepted, but: {expected:?}"));
        for word in &expected {
            assert!(error.contains(word), "seed {seed}: {word}, but {error}");
        }
        if spoilt == 0 {
            println!("{expected:?}: {error}");
        }
        spoilt += 1;
        if spoilt == CASES {
            return;
        }
    }
}

/// Why documents are refused before anything is settled, if they are.
fn refusal(scheme: SchemeDocument, facts: &FactsDocument) -> Option<String> {
    match Scheme::new(scheme) {
        Err(error) => Some(error.to_string()),
        Ok(scheme) => Facts::new(&scheme, facts).err().map(|error| error.to_string()),
    }
}

/// Words that a message must contain.
fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

/// A code as a message quotes it.
fn quoted(code: &str) -> String {
    format!("\"{code}\"")
}

/// A code as the place of a message ends with it.
fn placed(code: &str) -> String {
    format!(" {code}]")
}

/// The channel of an item.
fn channel_of<'a>(scheme: &'a SchemeDocument, item: &ItemDocument) -> &'a ChannelDocument {
    let mut categories = scheme.categories.iter();
    let category = categories.find(|category| category.code == item.category).unwrap();
    scheme.channels.iter().find(|channel| channel.code == category.channel).unwrap()
}

/// The first item whose channel has such a price.
fn item_of(
    scheme: &mut SchemeDocument,
    is_so: impl Fn(&PriceDocument) -> bool,
) -> Option<&mut ItemDocument> {
    let items = &scheme.items;
    let place = items.iter().position(|item| is_so(&channel_of(scheme, item).price))?;
    scheme.items.get_mut(place)
}

/// The first channel that is so.
fn channel(
    scheme: &mut SchemeDocument,
    is_so: impl Fn(&ChannelDocument) -> bool,
) -> Option<&mut ChannelDocument> {
    scheme.channels.iter_mut().find(|channel| is_so(channel))
}

/// The first line of a pool that is so, with the code of its channel.
fn line(
    scheme: &mut SchemeDocument,
    is_so: impl Fn(&PoolLineDocument) -> bool,
) -> Option<(String, &mut PoolLineDocument)> {
    scheme.channels.iter_mut().find_map(|channel| {
        let code = channel.code.clone();
        channel.pool.iter_mut().find(|line| is_so(line)).map(|line| (code, line))
    })
}

/// A value from the first day of a scheme on.
fn always(from: &str, value: &str) -> Vec<DatedDocument> {
    vec![DatedDocument {
        from: from.to_owned(),
        until: None,
        value: Number::from(value),
        cite: "试".to_owned(),
    }]
}

/// Whether a channel pays quotas.
fn is_quota(price: &PriceDocument) -> bool {
    matches!(price, PriceDocument::Quota { .. })
}

/// Whether the amounts of a channel are stated.
fn is_stated(price: &PriceDocument) -> bool {
    matches!(price, PriceDocument::Stated { .. })
}

/// Whether a channel has one of both prices, and is paid by others.
fn is_recorded(channel: &ChannelDocument) -> bool {
    !buys_equivalents(&channel.price) && channel.recorded.is_some()
}
