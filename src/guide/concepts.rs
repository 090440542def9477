//! The words, and the way from a policy document to what is paid.
//!
//! # The words
//!
//! | word | 中文 | what it is | where |
//! |---|---|---|---|
//! | payee | 付费对象 | who is paid: an institution, or one of its staff | [`PayeeDocument`](crate::facts::PayeeDocument) |
//! | group | 机构类别 | a class of payees with weights of its own | [`GroupDocument`](crate::scheme::GroupDocument) |
//! | item | 服务项目 | what is counted: code, name, unit | [`ItemDocument`](crate::scheme::ItemDocument) |
//! | volume | 服务量 | how much of an item was done: reported (申报), verified (核定) | [`VolumeDocument`](crate::facts::VolumeDocument) |
//! | weight | 当量值 | equivalents per unit of an item, by group and date | [`WeightDocument`](crate::scheme::WeightDocument) |
//! | equivalents | 工作当量 | Σ volume × weight | [`Equivalents`](crate::units::Equivalents) |
//! | category, income class | 服务类别、收入类别 | under which items are bought, and booked | [`CategoryDocument`](crate::scheme::CategoryDocument) |
//! | channel | 补偿渠道 | a stream of money with its own measure, price and rules | [`ChannelDocument`](crate::scheme::ChannelDocument) |
//! | pool | 购买服务可用资金 | the money that a channel has for a period | [`PoolLineDocument`](crate::scheme::PoolLineDocument) |
//! | unit price | 单位当量购买标准 | yuan per equivalent | [`UnitPrice`](crate::units::UnitPrice) |
//! | appraisal | 绩效评价 | indicators → score → coefficient | [`AppraisalDocument`](crate::scheme::AppraisalDocument) |
//! | entitlement | 应付额 | equivalents × price × coefficient, in fen | [`PayeeFigures::entitlement`](crate::statement::PayeeFigures::entitlement) |
//! | risk reserve | 风险保障基金 | a fund against overruns, kept as a ledger | [`ReserveDocument`](crate::scheme::ReserveDocument) |
//! | withholding | 风险金计提 | the part of an entitlement that goes into it | [`WithholdingDocument`](crate::scheme::WithholdingDocument) |
//! | finding | 核查发现 | what an inspection found, and what follows from it | [`FindingKindDocument`](crate::scheme::FindingKindDocument) |
//! | deduction | 核减 | money that is taken back | [`DeductionFigures`](crate::statement::DeductionFigures) |
//! | advance | 预拨 | paid during the period, set off at its end (清算) | [`AdvanceDocument`](crate::facts::AdvanceDocument) |
//! | scheme | 实施方案 | all that one policy document fixes | [`Scheme`](crate::scheme::Scheme) |
//! | facts | 事实 | all that happened in the period | [`Facts`](crate::facts::Facts) |
//! | statement | 结算单 | what is owed, and why | [`Statement`](crate::statement::Statement) |
//!
//! # Documents, and what was checked
//!
//! A document ([`SchemeDocument`](crate::scheme::SchemeDocument),
//! [`FactsDocument`](crate::facts::FactsDocument)) is plain data, as a file holds it: numbers as
//! they were written, dates as text. A [`Scheme`](crate::scheme::Scheme) and
//! [`Facts`](crate::facts::Facts) exist only once all of it was checked, and then hold no invalid
//! value. From both, [`settle()`](crate::settle()) computes a statement.
//!
//! A [`Statement`](crate::statement::Statement) is figures that balance to the fen. It cannot be
//! made from others, and reading one from a file checks it again.
//!
//! # Dates
//!
//! Every number of a scheme is a list of values, each with the first day on which it holds and a
//! citation. A period includes its first day and not its last: 2024 is `2024-01-01` until
//! `2025-01-01`. Weights, quotas, difficulty and announced prices may change inside it; what belongs to the
//! period as a whole (pool lines, rates, targets, ceilings) counts as it stands on its first day. A
//! record that spans a change is an error that says where to split it.
//!
//! # Channels
//!
//! Every channel is *measure × price × coefficient*, and one engine serves all. What is measured
//! follows from the price ([`PriceDocument`](crate::scheme::PriceDocument)):
//!
//! | price | measures | such as |
//! |---|---|---|
//! | announced, derived, published | equivalents: volume × weight × difficulty | 政府购买服务, 内部绩效分配 |
//! | quota (定额) | heads, cases, posts: volume × quota in yuan; `per` month or year where the volume is how many there are, within an approved number | 公用经费, 指令性任务, 岗位补助, 编外用工 |
//! | stated (核定金额) | amounts in yuan, which the facts state by purpose | 专项补助, 人员基本保障 |
//!
//! A channel that is *recorded* is classified and counts as income, but others pay it (医保和个人).
//! Every channel can have an appraisal; those that the payer pays can have a pool with overrun and
//! surplus, a reserve, deductions and advances.
//!
//! A second-level distribution is a scheme like any other: staff are the payees, roles the groups,
//! the role coefficient is the difficulty, and the pool is what the institution may distribute:
//! income − cost − funds, within an approved total (`limit`), whose excess stays with the payer.
//!
//! # From year to year
//!
//! [`Settlement::close`](crate::Settlement::close) uses a settlement up and gives the statement and
//! a [`Closing`](crate::facts::Closing): reserve balances, what payees are still owed, what they
//! still have to give back. The closing cannot be copied;
//! [`Facts::following`](crate::facts::Facts::following) opens the next period with it and uses it
//! up. Every statement has a digest ([`Statement::digest`](crate::statement::Statement::digest)),
//! which the next one names. A closed period that is corrected later gets a
//! [`Supplement`](crate::statement::Supplement). A period inside which one scheme follows another is
//! settled part by part ([`settle_in_parts`](crate::settle_in_parts)).
//!
//! # Beside payment
//!
//! [`monitor`](crate::monitor) reads statements and observations, and alerts; it moves no money.
//! [`whatif`](crate::whatif) tries proposals on documents that settle.
