//! Ten tasks that people come with, each as a program that runs.
//!
//! They use [the two centres](super#the-two-centres); put your own files in their place. What a
//! program shows without its first lines begins like task 1, with `scheme` (a
//! [`Scheme`](crate::scheme::Scheme)) and `document` (a
//! [`FactsDocument`](crate::facts::FactsDocument)); tasks 7 and 8 begin with a `base`.
//!
//! 1. [Settle a year](#1-settle-a-year)
//! 2. [Say how a figure came about](#2-say-how-a-figure-came-about)
//! 3. [Check a file, and list every problem with its line](#3-check-a-file-and-list-every-problem-with-its-line)
//! 4. [Let the pool set the price](#4-let-the-pool-set-the-price)
//! 5. [Change a weight in the middle of a year](#5-change-a-weight-in-the-middle-of-a-year)
//! 6. [Carry a deficit into the next year](#6-carry-a-deficit-into-the-next-year)
//! 7. [Raise the price by 5 %: who gains?](#7-raise-the-price-by-5--who-gains)
//! 8. [Find the highest price that the pool can pay](#8-find-the-highest-price-that-the-pool-can-pay)
//! 9. [Count service records in pieces, and settle them](#9-count-service-records-in-pieces-and-settle-them)
//! 10. [Send a statement, confirm it, correct it](#10-send-a-statement-confirm-it-correct-it)
//!
//! # 1 Settle a year
//!
//! Documents are plain serde data: any format will do.
//!
//! ```
//! use std::fs::read_to_string;
//! use work_equivalent::{facts::{Facts, FactsDocument}, scheme::Scheme, settle};
//!
//! let scheme: Scheme = toml::from_str(&read_to_string("examples/data/vectors/scheme.toml")?)?;
//! let document: FactsDocument =
//!     toml::from_str(&read_to_string("examples/data/vectors/facts.toml")?)?;
//!
//! let facts = Facts::new(&scheme, &document)?;
//! let settlement = settle(&facts)?;
//! let statement = settlement.statement()?;
//! println!("{statement}"); // in Chinese; or serialize it
//!
//! let figures = statement.figures();
//! assert_eq!(figures.total.to_string(), "415678.56"); // owed
//! assert_eq!(figures.payable.to_string(), "411521.78"); // without the 1 % withheld
//! for payee in &figures.payees {
//!     println!("{} {} {}", payee.code, payee.name, payee.payable);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! On spreadsheet exports: `cargo run --example settle -- --data FOLDER`.
//!
//! # 2 Say how a figure came about
//!
//! A trace has every figure of one payee, with formula, operands, rounding and citation. It stands
//! on its own: it serializes, and is computed again without scheme, facts or engine.
//!
//! ```
//! # use {std::fs::read_to_string, work_equivalent::{facts::{Facts, FactsDocument}, scheme::Scheme, settle}};
//! # let scheme: Scheme = toml::from_str(&read_to_string("examples/data/vectors/scheme.toml")?)?;
//! # let document: FactsDocument = toml::from_str(&read_to_string("examples/data/vectors/facts.toml")?)?;
//! use work_equivalent::statement::Trace;
//!
//! let facts = Facts::new(&scheme, &document)?;
//! let trace = settle(&facts)?.explain("W02")?;
//! let text = trace.to_string(); // in Chinese, step by step
//! assert!(text.contains("算式：工作当量合计 14,400 × 单位当量购买标准 12.63 × 绩效评价系数 0.88"));
//!
//! let price = trace.figure("purchase/price").unwrap();
//! assert_eq!(price.exact.to_string(), "1150/91"); // 460,000 ÷ 36,400
//! assert_eq!(price.value.to_string(), "12.63");
//! assert_eq!(price.cites, ["示例 四"]);
//!
//! let archived: Trace = serde_json::from_str(&serde_json::to_string(&trace)?)?;
//! assert_eq!(archived.reevaluate()?, None); // no figure differs
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! As a text: `cargo run --example settle -- --explain W05`; as live formulas:
//! `cargo run --example workbook`.
//!
//! # 3 Check a file, and list every problem with its line
//!
//! The place of a problem names the record; the reader of the file knows its line.
//!
//! ```
//! # use {std::fs::read_to_string, work_equivalent::{facts::{Facts, FactsDocument}, scheme::Scheme}};
//! # let scheme: Scheme = toml::from_str(&read_to_string("examples/data/vectors/scheme.toml")?)?;
//! # let mut document: FactsDocument = toml::from_str(&read_to_string("examples/data/vectors/facts.toml")?)?;
//! use work_equivalent::PathStep;
//!
//! let csv = "payee,item,month,verified
//! W01,M01,2024-03,20000
//! W01,C01,2024-03,\"1,200\"
//! W03,C01,2024-03,40
//! W02,M01,2024-3,6000
//! ";
//! document.volumes = csv::Reader::from_reader(csv.as_bytes()).deserialize().collect::<Result<_, _>>()?;
//!
//! let error = Facts::new(&scheme, &document).unwrap_err();
//! let lines: Vec<String> = error
//!     .problems()
//!     .iter()
//!     .map(|problem| match problem.path() {
//!         [PathStep::Record { list: "volumes", index, .. }, PathStep::Field(column)] => {
//!             format!("line {}, {column}: {}", index + 2, problem.message())
//!         }
//!         _ => problem.to_string(),
//!     })
//!     .collect();
//! assert_eq!(lines, [
//!     "line 3, verified: \"1,200\" is not a volume: write plain digits with at most one decimal point and no separators, such as \"12.5\"",
//!     "line 4, payee: there is no payee \"W03\": there is W01, W02",
//!     "line 5, month: \"2024-3\" is not a month: write it as \"2024-03\"",
//! ]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The examples do this for TOML and CSV as spreadsheets export them: `examples/support`.
//!
//! # 4 Let the pool set the price
//!
//! Published: rounded once, then used as announced. Derived: a fraction, and the pool is apportioned.
//! Redistributed: what the appraisal keeps goes to all payees.
//!
//! ```
//! # use {std::fs::read_to_string, work_equivalent::{facts::{Facts, FactsDocument}, scheme::SchemeDocument}};
//! # let published: SchemeDocument = toml::from_str(&read_to_string("examples/data/vectors/scheme.toml")?)?;
//! # let document: FactsDocument = toml::from_str(&read_to_string("examples/data/vectors/facts.toml")?)?;
//! use work_equivalent::scheme::{AppraisalLoss, PriceDocument, Scheme};
//! use work_equivalent::settle;
//!
//! let derived = |appraisal_loss| {
//!     let mut scheme = published.clone();
//!     scheme.channels[0].price = PriceDocument::Derived { appraisal_loss, cite: "示例 四".into() };
//!     scheme
//! };
//! // Owed, to the treasury for the appraisal, left of the pool.
//! for (scheme, expected) in [
//!     (published.clone(), ["415678.56", "44053.44", "268.00"]),
//!     (derived(AppraisalLoss::Treasury), ["415920.88", "44079.12", "0.00"]),
//!     (derived(AppraisalLoss::Redistributed), ["460000.00", "0.00", "0.00"]),
//! ] {
//!     let scheme = Scheme::new(scheme)?;
//!     let facts = Facts::new(&scheme, &document)?;
//!     let settlement = settle(&facts)?;
//!     let channel = &settlement.statement()?.figures().channels[0];
//!     let lost = channel.appraisal_loss.amount;
//!     let found = [channel.entitlement, lost, channel.remainder.unwrap()];
//!     assert_eq!(found.map(|amount| amount.to_string()), expected);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # 5 Change a weight in the middle of a year
//!
//! Add a value with the day from which it holds. Volumes before and after meet their own weight; a
//! record that spans the day is refused.
//!
//! ```
//! # use {std::fs::read_to_string, work_equivalent::{facts::{Facts, FactsDocument}, scheme::{Scheme, SchemeDocument}, settle}};
//! # let mut scheme: SchemeDocument = toml::from_str(&read_to_string("examples/data/vectors/scheme.toml")?)?;
//! # let mut document: FactsDocument = toml::from_str(&read_to_string("examples/data/vectors/facts.toml")?)?;
//! let home_visits = &mut scheme.items[1];
//! home_visits.weights.push(toml::from_str(r#"
//!     from = "2024-07-01"
//!     by_group = { plain = "5", mountain = "8" }
//!     cite = "示例〔2024〕7号 一"
//! "#)?);
//! let scheme = Scheme::new(scheme)?;
//!
//! document.volumes.push(toml::from_str(
//!     r#"payee = "W02"
//!        item = "C01"
//!        from = "2024-06-16"
//!        until = "2024-07-16"
//!        verified = "100""#,
//! )?);
//! let error = Facts::new(&scheme, &document).unwrap_err();
//! assert_eq!(
//!     error.problems()[0].to_string(),
//!     "volumes[4 W02]: 2024-06-16 to 2024-07-15 is one record over two values: split it on 2024-07-01, \
//!      when the weight of item \"C01\" changes"
//! );
//!
//! document.volumes[4].from = Some("2024-07-01".into());
//! let facts = Facts::new(&scheme, &document)?;
//! let settlement = settle(&facts)?;
//! let mountain = &settlement.statement()?.figures().channels[0].payees[1];
//! // 6,000 × 1 + 1,200 × 7 + 100 × 8.
//! assert_eq!(mountain.equivalents.as_ref().unwrap().to_string(), "15200");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A whole scheme that changes inside a year: [`settle_in_parts`](crate::settle_in_parts).
//!
//! # 6 Carry a deficit into the next year
//!
//! An announced price of 14 yuan overruns the pool by 768.00. This scheme carries that forward: it is
//! owed, and comes first in the next year.
//!
//! ```
//! # use {std::fs::read_to_string, work_equivalent::{facts::{Facts, FactsDocument}, scheme::{Scheme, SchemeDocument}, settle}};
//! # let document: FactsDocument = toml::from_str(&read_to_string("examples/data/vectors/facts.toml")?)?;
//! # let mut scheme: SchemeDocument = toml::from_str(&read_to_string("examples/data/vectors/scheme.toml")?)?;
//! scheme.channels[0].price = toml::from_str(r#"
//!     kind = "announced"
//!     appraisal_loss = "treasury"
//!     values = [{ from = "2024-01-01", value = "14", cite = "示例 四" }]
//! "#)?;
//! let scheme = Scheme::new(scheme)?;
//! let facts = Facts::new(&scheme, &document)?;
//! let (statement, closing) = settle(&facts)?.close()?;
//! let owed: Vec<String> = closing.balances().owed.iter().map(|owed| owed.amount.to_string()).collect();
//! assert_eq!(owed, ["472.30", "295.70"]);
//! let file = serde_json::to_string(&closing)?; // kept until next year
//!
//! let mut next = document.clone();
//! next.period.from = "2025-01-01".into();
//! next.period.until = "2026-01-01".into();
//! for record in &mut next.volumes {
//!     record.month = Some("2025-03".into());
//! }
//! next.volumes.remove(1); // no home visits of W01: the pool suffices
//! let closing = serde_json::from_str(&file)?;
//! let facts = Facts::following(&scheme, &next, closing)?; // uses the closing up
//! let settlement = settle(&facts)?;
//! let channel = &settlement.statement()?.figures().channels[0];
//! assert_eq!(channel.pool.as_ref().unwrap().owed_paid.to_string(), "768.00");
//! assert_eq!(channel.payees[0].owed_paid.to_string(), "472.30");
//! assert_eq!(channel.payees[0].owed_after.to_string(), "0.00");
//! settlement.statement()?.follows(&statement)?; // nothing lost, added or changed
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # 7 Raise the price by 5 %: who gains?
//!
//! A proposal is a file. `base` is the two centres at an announced price of 12.60 yuan.
//!
//! ```
//! # use {std::fs::read_to_string, work_equivalent::{facts::FactsDocument, scheme::SchemeDocument, whatif::Base}};
//! # let facts: FactsDocument = toml::from_str(&read_to_string("examples/data/vectors/facts.toml")?)?;
//! # let mut scheme: SchemeDocument = toml::from_str(&read_to_string("examples/data/vectors/scheme.toml")?)?;
//! # scheme.channels[0].price = toml::from_str(r#"
//! #     kind = "announced"
//! #     appraisal_loss = "treasury"
//! #     values = [{ from = "2024-01-01", value = "12.60", cite = "示例 四" }]
//! # "#)?;
//! # let base = Base::new(&scheme, &facts)?;
//! use work_equivalent::whatif::{Changes, Comparison};
//!
//! let proposal: Changes = toml::from_str(r#"
//!     name = "单价提高5%"
//!     [[changes]]
//!     path = "scheme.channels[purchase].price.values[*].value"
//!     scale = "1.05"
//!     places = 2
//!     reason = "人力成本上升"
//! "#)?;
//! let after = base.changed(&proposal)?;
//! let comparison = Comparison::new(base.statement(), &after);
//! println!("{comparison}"); // Markdown, in Chinese
//!
//! assert_eq!(comparison.entitlement.before.to_string(), "414691.20");
//! assert_eq!(comparison.entitlement.difference.to_string(), "20734.56"); // 12.60 → 13.23
//! let winners: Vec<&str> = comparison.winners().map(|entry| entry.code.as_str()).collect();
//! assert_eq!(winners, ["W01", "W02"]); // the largest gain first
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! With charts: `cargo run --example what_if`. Many variants at once:
//! [`Sweep`](crate::whatif::Sweep).
//!
//! # 8 Find the highest price that the pool can pay
//!
//! The answer is settled again in full, and so is the next price, which the pool cannot pay.
//!
//! ```
//! # use {std::fs::read_to_string, work_equivalent::{facts::FactsDocument, scheme::SchemeDocument, whatif::Base}};
//! # let facts: FactsDocument = toml::from_str(&read_to_string("examples/data/vectors/facts.toml")?)?;
//! # let mut scheme: SchemeDocument = toml::from_str(&read_to_string("examples/data/vectors/scheme.toml")?)?;
//! # scheme.channels[0].price = toml::from_str(r#"
//! #     kind = "announced"
//! #     appraisal_loss = "treasury"
//! #     values = [{ from = "2024-01-01", value = "12.60", cite = "示例 四" }]
//! # "#)?;
//! # let base = Base::new(&scheme, &facts)?;
//! use work_equivalent::whatif::Solve;
//!
//! let answer = base.solve(&Solve::highest_price("purchase", 2))?;
//! assert_eq!(answer.value.to_string(), "13.97");
//! assert_eq!(answer.statement.figures().total.to_string(), "459780.64"); // of 460,000.00
//! assert_eq!(answer.beyond.to_string(), "13.98");
//! assert_eq!(answer.broken_by.to_string(), "109.76"); // yuan too much
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Other questions: [`Solve::lowest_pool`](crate::whatif::Solve::lowest_pool),
//! [`highest_growth`](crate::whatif::Solve::highest_growth),
//! [`lowest_reserve`](crate::whatif::Solve::lowest_reserve).
//!
//! # 9 Count service records in pieces, and settle them
//!
//! Each thread or machine counts into a table of its own; merged, they are the table of all records.
//!
//! ```
//! # use {std::fs::read_to_string, work_equivalent::{facts::{Facts, FactsDocument}, scheme::Scheme, settle}};
//! # let scheme: Scheme = toml::from_str(&read_to_string("examples/data/vectors/scheme.toml")?)?;
//! # let mut document: FactsDocument = toml::from_str(&read_to_string("examples/data/vectors/facts.toml")?)?;
//! use work_equivalent::facts::{CountError, VolumeCounts};
//!
//! document.volumes.clear(); // the records take their place
//! let empty = VolumeCounts::new(&scheme, &document)?;
//! let count = |payee: &str, item: &str, visits: u32| -> Result<VolumeCounts, CountError> {
//!     let mut counts = empty.clone();
//!     let (payee, item, day) = (counts.payee(payee)?, counts.item(item)?, counts.time("2024-03-15")?);
//!     let one = Some("1".parse().expect("a volume"));
//!     for _ in 0..visits {
//!         counts.add(payee, item, day, None, one)?;
//!     }
//!     Ok(counts)
//! };
//! let pieces = std::thread::scope(|scope| {
//!     let pieces = [("W01", "M01", 20_000), ("W01", "C01", 400), ("W02", "M01", 6_000), ("W02", "C01", 1_200)];
//!     let threads = pieces.map(|(payee, item, visits)| scope.spawn(move || count(payee, item, visits)));
//!     threads.map(|thread| thread.join().expect("counting does not panic"))
//! });
//! let mut counts = empty.clone();
//! for piece in pieces {
//!     counts.merge(&piece?)?;
//! }
//! assert_eq!(counts.records(), 27_600);
//!
//! let facts = Facts::counted(&scheme, &document, &counts)?;
//! assert_eq!(settle(&facts)?.statement()?.figures().total.to_string(), "415678.56");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # 10 Send a statement, confirm it, correct it
//!
//! A payee confirms the digest of its notice; whoever gets the statement as a file has it checked by
//! reading it. A correction leaves the closed statement as it is, and says what changes.
//!
//! ```
//! # use {std::fs::read_to_string, work_equivalent::{facts::{Facts, FactsDocument}, scheme::Scheme, settle}};
//! # let scheme: Scheme = toml::from_str(&read_to_string("examples/data/vectors/scheme.toml")?)?;
//! # let mut document: FactsDocument = toml::from_str(&read_to_string("examples/data/vectors/facts.toml")?)?;
//! use work_equivalent::statement::{Reason, Statement, Supplement};
//!
//! let facts = Facts::new(&scheme, &document)?;
//! let closed = settle(&facts)?.statement()?.clone();
//! let notice = closed.notice("W02").unwrap();
//! assert!(notice.to_string().contains(&notice.digest()?)); // what W02 signs
//!
//! let file = serde_json::to_string(&closed)?;
//! let received: Statement = serde_json::from_str(&file)?;
//! assert_eq!(received.digest()?, closed.digest()?);
//! let error = serde_json::from_str::<Statement>(&file.replace("158446.89", "158446.98")).unwrap_err();
//! assert!(error.to_string().starts_with("the statement does not balance"));
//!
//! document.marks[1].mark = "90".into();
//! let facts = Facts::new(&scheme, &document)?;
//! let corrected = settle(&facts)?.statement()?.clone();
//! let reason = Reason { payee: Some("W02".into()), text: "复核：得分改为90分".into() };
//! let others = Reason { payee: None, text: "随W02更正".into() };
//! let supplement = Supplement::new(&closed, &corrected, &[reason, others])?;
//! println!("{supplement}");
//! // 14,400 × 12.63 × (0.90 − 0.88) = 3,637.44, less 1,636.85 − 1,600.47 that are withheld.
//! assert_eq!(supplement.payees()[0].difference.to_string(), "3601.06");
//! assert_eq!(corrected.notice("W01").unwrap().digest()?, closed.notice("W01").unwrap().digest()?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Letters to print and sign: `cargo run --example letters`. Figures that you worked out yourself:
//! `cargo run --example verify -- FILE`, as `hand-worked.json` beside the data above.
