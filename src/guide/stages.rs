//! The ten stages: what each computes, by which clause, in which file, with an example.
//!
//! Stages run channel by channel, in this order; each is a pure function of those before it
//! (`src/settle/mod.rs`). Beside each, a file of `src/settle/explain/` says for one payee what it
//! did. `CLAUSES.md` has every clause of the five policies.
//!
//! The examples are [the two centres](super#the-two-centres), and changes to them; a change is
//! written as in a [proposal](crate::whatif#changes). Each begins with `base`, the year as it
//! stands, and with `with(changes)`, the statement after changes:
//!
//! ```text
//! let base = Base::new(&scheme, &facts)?;
//! let with = |changes: &str| base.changed(&toml::from_str(changes)?);
//! ```
//!
//! # 1 Measure
//!
//! What a payee did becomes equivalents: Σ volume × weight × difficulty. Counted is what was
//! verified, or reported where the scheme says so, less what findings disallow; then the item's
//! ceiling (上限), then its bands (阶梯). Both run through the period in order of date: what was done
//! first is paid first. A correction (冲正) may be negative, its stretch of the period may not.
//!
//! Where a channel pays quotas, the quota stands for the weight, and what is measured is yuan; where
//! amounts are stated, they are it.
//!
//! Clause: 莲政办发〔2023〕75号 三(二)1、三(二)2、三(二)3、三(二)5 \
//! File: `src/settle/measure.rs`
//!
//! ```
//! # use {std::{error::Error, fs::read_to_string}, work_equivalent::{statement::Statement, whatif::Base}};
//! # let scheme = toml::from_str(&read_to_string("examples/data/vectors/scheme.toml")?)?;
//! # let facts = toml::from_str(&read_to_string("examples/data/vectors/facts.toml")?)?;
//! # let base = Base::new(&scheme, &facts)?;
//! # let with = |changes: &str| -> Result<Statement, Box<dyn Error>> { Ok(base.changed(&toml::from_str(changes)?)?) };
//! let equivalents = |statement: &Statement| -> Vec<String> {
//!     let payees = &statement.figures().channels[0].payees;
//!     payees.iter().map(|payee| payee.equivalents.as_ref().unwrap().to_string()).collect()
//! };
//! // 20,000 × 1 + 400 × 5, and 6,000 × 1 + 1,200 × 7.
//! assert_eq!(equivalents(base.statement()), ["22000", "14400"]);
//!
//! // No more than 1,000 home visits count: 6,000 + 7,000.
//! let capped = with(r#"
//!     name = "出诊上限"
//!     [[changes]]
//!     path = "scheme.items[C01].ceiling"
//!     set = [{ from = "2024-01-01", value = "1000", cite = "示例 二" }]
//! "#)?;
//! assert_eq!(equivalents(&capped), ["22000", "13000"]);
//! # Ok::<(), Box<dyn Error>>(())
//! ```
//!
//! # 2 Pool
//!
//! The money of a channel: sources less carve-outs, no more than its limit. A carve-out can be a
//! rate of what the other lines leave, and a line can be left to the facts. Before anything is
//! distributed, a provision (风险金预提) goes into the reserve, no further than its target; then
//! comes what payees are still owed from the period before. An announced price does without a pool.
//!
//! Clause: 莲政办发〔2023〕75号 三(二)2、三(二)5、三(三)2、四(二) \
//! File: `src/settle/pool.rs`; the example is that of stage 4.
//!
//! # 3 Appraise
//!
//! Each indicator's rule makes marks of what was recorded; marks ÷ full marks × 100 is the score;
//! the curve makes a coefficient of it, with floor and cap. Rounds combine by weights, or each
//! governs its part of the period. A veto (一票否决) forces the coefficient down, never up. Without
//! an appraisal it is one.
//!
//! Clause: 莲政办发〔2023〕75号 三(三)3、四(三) \
//! File: `src/settle/appraise.rs`, with a file for each rule in `src/scheme/scoring/` and for each
//! curve in `src/scheme/curve/`
//!
//! ```
//! # use {std::{error::Error, fs::read_to_string}, work_equivalent::{statement::Statement, whatif::Base}};
//! # let scheme = toml::from_str(&read_to_string("examples/data/vectors/scheme.toml")?)?;
//! # let facts = toml::from_str(&read_to_string("examples/data/vectors/facts.toml")?)?;
//! # let base = Base::new(&scheme, &facts)?;
//! # let with = |changes: &str| -> Result<Statement, Box<dyn Error>> { Ok(base.changed(&toml::from_str(changes)?)?) };
//! let statement = with(r#"
//!     name = "达标得满分，得分在60至98之间线性"
//!     [[changes]]
//!     path = "scheme.appraisals[annual].dimensions[quality].indicators[Q1].rule"
//!     set = { kind = "at-least", target = "90" }
//!     [[changes]]
//!     path = "scheme.appraisals[annual].curve.shape"
//!     set = { kind = "piecewise", points = [{ score = "60", value = "0.6" }, { score = "98", value = "1" }] }
//! "#)?;
//! // 92 reaches the target. 88 ÷ 90 × 100, and 0.6 + (880/9 − 60) ÷ 38 × 0.4: nothing is rounded.
//! let [plain, mountain] = &statement.figures().channels[0].payees[..] else { panic!() };
//! assert_eq!(plain.score.as_ref().unwrap().to_string(), "100");
//! assert_eq!(plain.coefficient.as_ref().unwrap().to_string(), "1");
//! assert_eq!(mountain.score.as_ref().unwrap().to_string(), "880/9");
//! assert_eq!(mountain.coefficient.as_ref().unwrap().to_string(), "853/855");
//! # Ok::<(), Box<dyn Error>>(())
//! ```
//!
//! # 4 Price
//!
//! Yuan per equivalent: announced, by date; or derived, distributable ÷ Σ equivalents; or derived
//! and published, which is rounded once and then used as if announced. Where the appraisal loss is
//! redistributed, the divisor is Σ equivalents × coefficient.
//!
//! Clause: 莲政办发〔2023〕75号 三(二)5 \
//! File: `src/settle/price.rs`
//!
//! ```
//! # use {std::{error::Error, fs::read_to_string}, work_equivalent::{statement::Statement, whatif::Base}};
//! # let scheme = toml::from_str(&read_to_string("examples/data/vectors/scheme.toml")?)?;
//! # let facts = toml::from_str(&read_to_string("examples/data/vectors/facts.toml")?)?;
//! # let base = Base::new(&scheme, &facts)?;
//! # let with = |changes: &str| -> Result<Statement, Box<dyn Error>> { Ok(base.changed(&toml::from_str(changes)?)?) };
//! use work_equivalent::statement::PriceFigures;
//!
//! let statement = with(r#"
//!     name = "预提5%"
//!     [[changes]]
//!     path = "scheme.channels[purchase].reserve.provision"
//!     set = { rate = [{ from = "2024-01-01", value = "0.05", cite = "示例 五" }] }
//! "#)?;
//! let channel = &statement.figures().channels[0];
//! let pool = channel.pool.as_ref().unwrap();
//! assert_eq!(pool.pool.to_string(), "460000.00"); // 480,000 − 20,000
//! assert_eq!(pool.provision.to_string(), "23000.00"); // 5 %
//! assert_eq!(pool.distributable.to_string(), "437000.00");
//! // 437,000 ÷ 36,400 = 12.0054…, published to two places, towards zero.
//! let PriceFigures::Published { derived, price } = &channel.price else { panic!() };
//! assert_eq!(derived.to_string(), "2185/182");
//! assert_eq!(price.to_string(), "12");
//! # Ok::<(), Box<dyn Error>>(())
//! ```
//!
//! # 5 Entitle
//!
//! What each payee is owed: equivalents × price × coefficient, rounded. A price that is derived and
//! not published is no rounded number: there the pool is apportioned, so that what is owed sums to
//! it to the fen; what the appraisal keeps is a part like any other, which comes after all payees. Where
//! coefficients above one ask for more than the pool, amounts are rounded, and stage 7 closes.
//!
//! Clause: 莲政办发〔2023〕75号 三(二)5、三(三)3 \
//! File: `src/settle/entitle.rs`; the example is that of stage 6.
//!
//! # 6 Break down
//!
//! Each entitlement is apportioned over its categories by equivalents, and each category over its
//! items ([`statement_by_item`](crate::Settlement::statement_by_item)). Categories belong to classes
//! of income, under which payees book what they earned, before closing, withholding and findings.
//!
//! Clause: 莲政办发〔2023〕75号 三(三)1 \
//! File: `src/settle/breakdown.rs`
//!
//! ```
//! # use {std::{error::Error, fs::read_to_string}, work_equivalent::{statement::Statement, whatif::Base}};
//! # let scheme = toml::from_str(&read_to_string("examples/data/vectors/scheme.toml")?)?;
//! # let facts = toml::from_str(&read_to_string("examples/data/vectors/facts.toml")?)?;
//! # let base = Base::new(&scheme, &facts)?;
//! # let with = |changes: &str| -> Result<Statement, Box<dyn Error>> { Ok(base.changed(&toml::from_str(changes)?)?) };
//! let owed = |statement: &Statement| -> Vec<String> {
//!     let payees = &statement.figures().channels[0].payees;
//!     payees.iter().map(|payee| payee.entitlement.to_string()).collect()
//! };
//! // 22,000 × 12.63 × 0.92, and 14,400 × 12.63 × 0.88.
//! assert_eq!(owed(base.statement()), ["255631.20", "160047.36"]);
//! let home_visits = &base.statement().figures().channels[0].payees[0].categories[0];
//! assert_eq!(home_visits.code, "CZ");
//! assert_eq!(home_visits.amount.to_string(), "23239.20"); // 255,631.20 × 2,000 ÷ 22,000
//!
//! // 460,000 apportioned over 22,000 × 0.92 and 14,400 × 0.88: nothing is left.
//! let redistributed = with(r#"
//!     name = "全部分配"
//!     [[changes]]
//!     path = "scheme.channels[purchase].price"
//!     set = { kind = "derived", appraisal_loss = "redistributed", cite = "示例 四" }
//! "#)?;
//! assert_eq!(owed(&redistributed), ["282887.70", "177112.30"]);
//! # Ok::<(), Box<dyn Error>>(())
//! ```
//!
//! # 7 Close
//!
//! What is owed meets what there is. An overrun (超支) is drawn from the reserve, if the scheme says
//! so; the rest is borne by the payees, carried forward as owed, shared with the payer, or refused.
//! A surplus (结余) goes to the reserve up to its target; the rest is retained by the payees or
//! returned. Without a pool there is nothing to close.
//!
//! Clause: 莲政办发〔2023〕75号 三(三)2; 青政办〔2019〕35号 四(四) \
//! File: `src/settle/close.rs`; the example is that of stage 8.
//!
//! # 8 Withhold
//!
//! A rate of what was closed goes into the reserve (风险金计提), and is held, released in full, or
//! released as far as the reserve exceeds its target.
//!
//! Clause: 莲政办发〔2023〕75号 三(三)2 \
//! File: `src/settle/withhold.rs`
//!
//! ```
//! # use {std::{error::Error, fs::read_to_string}, work_equivalent::{statement::Statement, whatif::Base}};
//! # let scheme = toml::from_str(&read_to_string("examples/data/vectors/scheme.toml")?)?;
//! # let facts = toml::from_str(&read_to_string("examples/data/vectors/facts.toml")?)?;
//! # let base = Base::new(&scheme, &facts)?;
//! # let with = |changes: &str| -> Result<Statement, Box<dyn Error>> { Ok(base.changed(&toml::from_str(changes)?)?) };
//! let short = with(r#"
//!     name = "单价14元，资金不够"
//!     [[changes]]
//!     path = "scheme.channels[purchase].price"
//!     set = { kind = "announced", appraisal_loss = "treasury", values = [{ from = "2024-01-01", value = "14", cite = "示例 四" }] }
//!     [[changes]]
//!     path = "scheme.channels[purchase].overrun"
//!     set = { draw_reserve = true, rest = { kind = "prorate" }, cite = "示例 五" }
//!     [[changes]]
//!     path = "facts.opening"
//!     set = { reserves = [{ channel = "purchase", balance = "500.00" }] }
//! "#)?;
//! // 283,360.00 + 177,408.00 are owed, 460,000.00 are there: the reserve has 500.00 of what lacks.
//! let channel = &short.figures().channels[0];
//! let closing = channel.closing.as_ref().unwrap();
//! let closing = [closing.gap, closing.drawn, closing.borne].map(|amount| amount.to_string());
//! assert_eq!(closing, ["768.00", "500.00", "268.00"]);
//!
//! let [plain, mountain] = &channel.payees[..] else { panic!() };
//! assert_eq!([plain.closed.to_string(), plain.withheld.to_string()], ["283195.19", "2831.95"]);
//! assert_eq!([mountain.closed.to_string(), mountain.withheld.to_string()], ["177304.81", "1773.05"]);
//! let reserve = channel.reserve.as_ref().unwrap();
//! assert_eq!(reserve.closing.to_string(), "4605.00"); // 500 − 500 + 2,831.95 + 1,773.05
//! # Ok::<(), Box<dyn Error>>(())
//! ```
//!
//! # 9 Deduct
//!
//! What a payee has to give back: claims brought forward, in order of origin, then the findings of
//! the period, in order of code. A disallowed volume leaves stage 1, and a multiple of its value
//! (volume × weight × difficulty × price, without the coefficient) is deducted; or a fixed amount,
//! or the one that the finding states. Never below zero: the rest is a claim in the next period.
//!
//! Clause: 莲政办发〔2023〕75号 三(三)4 \
//! File: `src/settle/deduct.rs`; the example is that of stage 10.
//!
//! # 10 Pay
//!
//! Payable is what is left, and what others pay of it is recorded only. Against it stand the
//! advances. A balance below zero is recovered, or carried forward, as the scheme says. A plan of
//! instalments says by when each is due, and by when each tier passes it on.
//!
//! Clause: 莲政办发〔2023〕75号 三(二)4; 青卫健〔2021〕16号 三(一) \
//! File: `src/settle/pay.rs`
//!
//! ```
//! # use {std::{error::Error, fs::read_to_string}, work_equivalent::{statement::Statement, whatif::Base}};
//! # let scheme = toml::from_str(&read_to_string("examples/data/vectors/scheme.toml")?)?;
//! # let facts = toml::from_str(&read_to_string("examples/data/vectors/facts.toml")?)?;
//! # let base = Base::new(&scheme, &facts)?;
//! # let with = |changes: &str| -> Result<Statement, Box<dyn Error>> { Ok(base.changed(&toml::from_str(changes)?)?) };
//! let inspected = with(r#"
//!     name = "单价12.60元；虚报出诊40次；已预拨16万元"
//!     [[changes]]
//!     path = "scheme.channels[purchase].price"
//!     set = { kind = "announced", appraisal_loss = "treasury", values = [{ from = "2024-01-01", value = "12.60", cite = "示例 四" }] }
//!     [[changes]]
//!     path = "scheme.channels[purchase].deductions"
//!     set = { to = "treasury", cite = "示例 六" }
//!     [[changes]]
//!     path = "scheme.channels[purchase].advances"
//!     set = { excess = "carry-forward", cite = "示例 七" }
//!     [[changes]]
//!     path = "scheme.finding_kinds"
//!     [[changes.set]]
//!     code = "overreport"
//!     name = "虚报服务量"
//!     cite = "示例 六"
//!     rule = { kind = "disallow", multiple = [{ from = "2024-01-01", value = "1", cite = "示例 六" }] }
//!     [[changes]]
//!     path = "facts.findings"
//!     set = [{ code = "HC-1", kind = "overreport", payee = "W02", item = "C01", month = "2024-03", volume = "40" }]
//!     [[changes]]
//!     path = "facts.advances"
//!     set = [{ code = "YB-1", payee = "W02", channel = "purchase", date = "2024-09-30", amount = "160000.00" }]
//! "#)?;
//! let mountain = &inspected.figures().channels[0].payees[1];
//! assert_eq!(mountain.entitlement.to_string(), "156562.56"); // (14,400 − 40 × 7) × 12.60 × 0.88
//! assert_eq!(mountain.withheld.to_string(), "1565.63");
//! assert_eq!(mountain.deducted.to_string(), "3528.00"); // 40 × 7 × 12.60
//! assert_eq!(mountain.payable.to_string(), "151468.93");
//! assert_eq!(mountain.balance.to_string(), "-8531.07");
//! assert_eq!(mountain.carried_forward.to_string(), "8531.07"); // a claim in the next period
//! # Ok::<(), Box<dyn Error>>(())
//! ```
