//! The whole calculation on one page.
//!
//! ```text
//! equivalents × unit price × appraisal coefficient − deductions − risk reserve
//! ```
//!
//! For a channel, a payee *i* and a service item *k*, over a period; clauses of
//! 莲政办发〔2023〕75号, [`stages`](super::stages) has those of the other documents:
//!
//! | stage | formula | clause |
//! |---|---|---|
//! | 1 measure | `E_i = Σ_k volume × weight(k, group, date) × difficulty(group, date)`, after ceiling and bands; or `Σ_k volume × quota(k, group, date)`, or amounts | 三(二)1 to 5 |
//! | 2 pool | `P = Σ sources − Σ carve-outs`, no more than its limit; provision `R`; owed from before `W`; distributable `D = P − R − W` | 三(二)2, 三(二)5, 三(三)2, 四(二) |
//! | 3 appraise | marks → score out of 100 → coefficient `c_i` | 三(三)3, 四(三) |
//! | 4 price | announced `p`; or `D / Σ E_i`, the appraisal loss leaving the pool; or `D / Σ E_i c_i`, redistributed; unrounded, or published | 三(二)5 |
//! | 5 entitle | `A_i = E_i × p × c_i` rounded; or `D` apportioned over `E_i c_i` | 三(二)5 |
//! | 6 break down | `A_i` apportioned over categories, and each category over its items | 三(三)1 |
//! | 7 close | demand `Σ A_i` against `D`: an overrun is drawn from the reserve, then borne, owed, shared or rejected; a surplus goes to the reserve up to its target, then is retained or returned | 三(三)2 |
//! | 8 withhold | a rate of the closed `A_i` for the risk reserve, held or released | 三(三)2 |
//! | 9 deduct | claims brought forward, then findings; never below zero, the rest carried forward | 三(三)4 |
//! | 10 pay | payable `N_i`, less what others pay; instalments and advances; balance to pay or recover | 三(二)4 |
//!
//! # By hand
//!
//! For W02 of [the two centres](super#the-two-centres), where the surplus of 268.00 yuan goes back
//! to the treasury:
//!
//! ```text
//! equivalents   6,000 × 1 + 1,200 × 7              = 14,400
//! pool          480,000.00 − 20,000.00             = 460,000.00
//! coefficient   88 ÷ 100                           = 0.88
//! price         460,000.00 ÷ (22,000 + 14,400)     = 12.6373…      published 12.63
//! owed          14,400 × 12.63 × 0.88              = 160,047.36
//! withheld      160,047.36 × 1 %                   = 1,600.4736    rounded 1,600.47
//! payable       160,047.36 − 1,600.47              = 158,446.89
//! ```
//!
//! # Where the money of an appraisal goes
//!
//! A coefficient below one keeps money from a payee. The scheme says where it goes
//! ([`AppraisalLoss`](crate::scheme::AppraisalLoss)): back to the treasury, into the reserve, or to
//! all payees. This is never implied by a divisor: it decides which divisor a derived price has, and
//! an announced price, which has no pool in its formula, cannot redistribute.
//!
//! # The equation that must hold
//!
//! For each channel, to the fen:
//!
//! ```text
//! pool + payer's share + reserve at the beginning = payable + treasury + reserve at the end
//! ```
//!
//! A [`Statement`](crate::statement::Statement) that breaks it, or any of the sums it is made of,
//! cannot be constructed.
