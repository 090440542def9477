//! What is said of facts with more problems than anybody reads.

use super::*;
use crate::sample;
use crate::scheme::{IndicatorDocument, SchemeDocument};

#[test]
fn of_many_problems_the_first_thousand_are_listed() {
    let (scheme, mut facts): (Scheme, FactsDocument) = (sample::scheme(), sample::facts());
    let unknown = MarkDocument { indicator: "Q9".to_owned(), ..facts.marks[0].clone() };
    for (problems, listed, unlisted) in [(1, 1, 0), (1_000, 1_000, 0), (1_007, 1_000, 7)] {
        facts.marks.truncate(2);
        facts.marks.extend(vec![unknown.clone(); problems]);
        let error = Facts::new(&scheme, &facts).unwrap_err();
        assert_eq!((error.problems().len(), error.unlisted()), (listed, unlisted));
        let last = error.to_string().lines().last().unwrap().to_owned();
        assert_eq!(last == "  and 7 more, which are not listed", unlisted == 7, "{last}");
    }
}

#[test]
fn a_record_that_is_there_twice_names_the_first() {
    let (scheme, mut facts): (Scheme, FactsDocument) = (sample::scheme(), sample::facts());
    facts.volumes.push(facts.volumes[2].clone());
    let error = Facts::new(&scheme, &facts).unwrap_err();
    let [problem] = error.problems() else { panic!("{error}") };
    assert_eq!(problem.related(), Some(2));
    facts.volumes.pop();
    facts.volumes[2].item = "M9".to_owned();
    let error = Facts::new(&scheme, &facts).unwrap_err();
    assert_eq!(error.problems()[0].related(), None);
}

#[test]
fn of_many_missing_marks_the_first_are_named() {
    for (indicators, ends) in [(20, "Q20: give one each"), (21, "Q20 and more: give one each")] {
        let mut document: SchemeDocument = sample::scheme();
        let indicator = document.appraisals[0].dimensions[0].indicators[0].clone();
        let indicator = |at| IndicatorDocument { code: format!("Q{at}"), ..indicator.clone() };
        document.appraisals[0].dimensions[0].indicators = (1..=indicators).map(indicator).collect();
        let scheme = Scheme::new(document).unwrap();
        let mut facts: FactsDocument = sample::facts();
        facts.marks.clear();
        let error = Facts::new(&scheme, &facts).unwrap_err();
        assert!(error.problems()[0].to_string().ends_with(ends), "{error}");
    }
}
