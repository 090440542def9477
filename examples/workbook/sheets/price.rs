//! Stages 4 and 5 in cells: price and entitlements.

use work_equivalent::scheme::{AppraisalLoss, ChannelDocument, PriceDocument};

use super::Maker;
use super::appraisal::Appraised;
use super::channel::Channel;
use super::columns::Column;
use super::exact::{Big, Frac, MOST, Small, approximately};
use super::grid::{At, Look};
use super::measure::{Measured, MeasuredPayee};
use super::parameters::Parameter;
use super::pool::{Pool, mode};
use super::terms;

/// The price of a channel.
pub enum Priced {
    /// In the rows of volumes.
    Announced,
    /// Yuan per equivalent, as a fraction and in a cell; and the weights that the pool is
    /// apportioned over.
    Derived { price: Frac, shown: At, weights: Vec<Big>, divisor: Big },
    /// Yuan per equivalent as it is published, as a fraction and in a cell.
    Published { price: Frac, shown: At },
    /// None: what was measured is in yuan.
    Worth,
}

/// What later stages need of the entitlements.
pub struct Entitled {
    pub loss: At,
    /// What is left of the pool, or what it lacks.
    pub remainder: Option<At>,
}

/// Where the money goes that an appraisal keeps.
pub fn loss_of(channel: &ChannelDocument) -> AppraisalLoss {
    match &channel.price {
        PriceDocument::Announced { appraisal_loss, .. }
        | PriceDocument::Derived { appraisal_loss, .. }
        | PriceDocument::Published { appraisal_loss, .. }
        | PriceDocument::Quota { appraisal_loss, .. }
        | PriceDocument::Stated { appraisal_loss, .. } => *appraisal_loss,
    }
}

impl Maker<'_> {
    pub fn price(
        &mut self,
        channel: &mut Channel<'_>,
        measured: &Measured,
        appraised: &[Appraised],
        pool: Option<&Pool>,
    ) -> Priced {
        let record = channel.record;
        let pointer = format!("{}/price", channel.pointer);
        let (PriceDocument::Derived { .. } | PriceDocument::Published { .. }, Some(pool)) =
            (&record.price, pool)
        else {
            self.stated_prices(channel, measured);
            return match record.price {
                PriceDocument::Announced { .. } => Priced::Announced,
                _ => Priced::Worth,
            };
        };
        channel.heading(self, "单位当量购买标准");
        let redistributed = loss_of(record) == AppraisalLoss::Redistributed;
        let mut each = Vec::new();
        for (payee, (measured, appraised)) in measured.payees.iter().zip(appraised).enumerate() {
            let about = format!("{} {}", record.code, self.terms.payees[payee].code);
            each.push(self.appraised_equivalents(measured, appraised, &about));
        }
        let mut exact = self.exact(record.code.clone());
        let published = matches!(record.price, PriceDocument::Published { .. });
        // Over one divisor: of what payees did, and of what the appraisal leaves of it.
        let (weights, common) = if published && !redistributed {
            (Vec::new(), Big::one())
        } else {
            exact.common("评价后当量", &each)
        };
        let divisor = if redistributed {
            exact.add("评价后当量合计", &weights.iter().collect::<Vec<_>>())
        } else {
            let totals: Vec<&Big> = measured.payees.iter().map(|payee| &payee.total).collect();
            let sum = exact.add("当量合计", &totals);
            exact.mul("当量合计×除数", &sum, &common)
        };
        // Fen × unit × common divisor over 100 × the integers of the divisor.
        let fen = exact.big("可分配资金（分）", &Small::fen(pool.distributable));
        let n = exact.product("资金×单位", &[fen, measured.unit.clone(), common]);
        let d = exact.mul("除数×100", &divisor, &Big::constant("100"));
        let derived = Frac { n, d };
        let check = format!("{}：有当量可分摊资金", record.name);
        self.book.checks.push((check, divisor.some()));
        let at = channel.row(self, "可分配资金 ÷ 当量（取整前）");
        let formula = approximately(&derived.n, &derived.d);
        let field = if published { "derived" } else { "price" };
        self.book.figure(at, format!("{pointer}/{field}"), formula, Look::Ratio);
        let PriceDocument::Published { rounding, .. } = &record.price else {
            return Priced::Derived { price: derived, shown: at, weights, divisor };
        };
        let places = u32::from(rounding.places());
        let digits = (places + 6).min(MOST);
        if places + 4 > MOST {
            self.refused.push(format!(
                "channel \"{}\": a workbook publishes a price with {} places at most",
                record.code,
                MOST - 4
            ));
        }
        let mut exact = self.exact(record.code.clone());
        let n = exact.mul("单价×位值", &derived.n, &Big::power(places));
        let value = Frac { n, d: derived.d };
        let rounded = exact.round("公布单价", &value, mode(rounding.mode()), digits);
        let n = exact.big("公布单价", &Small::new(rounded.to_string(), digits));
        let at = channel.row(self, "公布单价");
        let formula = format!("{rounded}/1E{places}");
        self.book.figure(at, format!("{pointer}/price"), formula, Look::QuantityTotal);
        Priced::Published { price: Frac { n, d: Big::power(places) }, shown: at }
    }

    /// Announced prices and quotas are inputs, and figures of the statement.
    fn stated_prices(&mut self, channel: &Channel<'_>, measured: &Measured) {
        let record = channel.record;
        let pointer = format!("{}/price", channel.pointer);
        let text = |value: &serde_json::Value, key: &str| {
            value.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
        };
        let listed = self.stated(&format!("/{pointer}/prices")).as_array().cloned();
        for (place, price) in listed.unwrap_or_default().iter().enumerate() {
            let PriceDocument::Announced { values, .. } = &record.price else { continue };
            let Some(value) = terms::in_force(values, &text(price, "from")) else { continue };
            let key = format!("price/{}/{}", record.code, value.from);
            let parameter = Parameter {
                key,
                owner: &record.name,
                what: "单位当量购买标准（元）",
                look: Look::Quantity,
                room: measured.rooms.price,
            };
            let at = self.parameter(parameter, value);
            self.book.also_figure(at, format!("{pointer}/prices/{place}/price"));
        }
        let listed = self.stated(&format!("/{pointer}/quotas")).as_array().cloned();
        for (place, quota) in listed.unwrap_or_default().iter().enumerate() {
            let group = text(quota, "group");
            let groups = self.terms.scheme.groups.iter();
            let group = groups.clone().find(|record| record.name == group);
            let Some(any) = group.or_else(|| self.terms.scheme.groups.first()) else { continue };
            let item =
                self.terms.items.iter().copied().find(|item| item.code == text(quota, "item"));
            let Some(item) = item else { continue };
            let stretches = self.terms.stretches(item, record, &any.code);
            let from = text(quota, "from");
            let stretch =
                stretches.iter().find(|stretch| stretch.from <= from && from < stretch.until);
            let Some(stretch) = stretch else { continue };
            if let Some(at) = self.weight(item, any, &stretch.rate, measured.rooms.weight) {
                self.book.also_figure(at, format!("{pointer}/quotas/{place}/quota"));
            }
        }
    }

    /// `E_i × c_i`.
    fn appraised_equivalents(
        &mut self,
        measured: &MeasuredPayee,
        appraised: &Appraised,
        about: &str,
    ) -> Frac {
        self.appraised(&measured.parts, &measured.total, appraised, about)
    }

    /// Parts × the coefficients that govern them, or the whole × the one that governs all.
    fn appraised(
        &mut self,
        parts: &[Big],
        whole: &Big,
        appraised: &Appraised,
        about: &str,
    ) -> Frac {
        let mut exact = self.exact(about.to_owned());
        match appraised.coefficients.as_slice() {
            [one] => Frac { n: exact.mul("×系数", whole, &one.n), d: one.d.clone() },
            many => {
                let terms: Vec<Frac> = parts
                    .iter()
                    .zip(many)
                    .map(|(part, coefficient)| Frac {
                        n: exact.mul("×该轮系数", part, &coefficient.n),
                        d: coefficient.d.clone(),
                    })
                    .collect();
                exact.sum("各轮之和", &terms)
            }
        }
    }

    /// What a payee's measure is worth before appraisal, and after it, in yuan.
    fn worth(
        &mut self,
        measured: &Measured,
        payee: usize,
        appraised: &Appraised,
        price: &Priced,
        about: &str,
    ) -> (Frac, Frac) {
        let own = &measured.payees[payee];
        if let Priced::Announced = price {
            let mut exact = self.exact(about.to_owned());
            let whole = exact.add("当量×单价", &own.values.iter().collect::<Vec<_>>());
            let before = Frac { n: whole.clone(), d: measured.value_unit.clone() };
            let after = self.appraised(&own.values, &whole, appraised, about);
            let mut exact = self.exact(about.to_owned());
            let d = exact.mul("×单位", &after.d, &measured.value_unit);
            return (before, Frac { n: after.n, d });
        }
        let one = Frac { n: Big::one(), d: Big::one() };
        let price = match price {
            Priced::Derived { price, .. } | Priced::Published { price, .. } => price,
            _ => &one,
        };
        let after = self.appraised_equivalents(own, appraised, about);
        let mut exact = self.exact(about.to_owned());
        let d = exact.mul("×单位", &price.d, &measured.unit);
        let before = Frac { n: exact.mul("当量×单价", &own.total, &price.n), d: d.clone() };
        let n = exact.mul("评价后当量×单价", &after.n, &price.n);
        let d = exact.mul("×系数除数", &d, &after.d);
        (before, Frac { n, d })
    }

    /// Measure × price × coefficient as a spreadsheet multiplies, where one coefficient governs
    /// all.
    fn product(
        &mut self,
        channel: &Channel<'_>,
        measured: &Measured,
        payee: usize,
        appraised: &Appraised,
        price: &Priced,
    ) {
        let at = channel.at(payee, Column::Product);
        let Some(rows) = measured.payees[payee].rows.filter(|_| !appraised.by_part) else {
            self.book.text(at, "");
            return;
        };
        let mut formula = match price {
            Priced::Announced => rows.priced(),
            Priced::Worth => rows.shown(),
            Priced::Derived { shown, .. } | Priced::Published { shown, .. } => {
                format!("{}*{shown}", channel.at(payee, Column::Equivalents))
            }
        };
        if channel.record.appraisal.is_some() {
            formula = format!("{formula}*{}", channel.at(payee, Column::Coefficient));
        }
        self.book.formula(at, formula, Look::Approximate);
    }

    pub fn entitle(
        &mut self,
        channel: &mut Channel<'_>,
        measured: &Measured,
        appraised: &[Appraised],
        price: &Priced,
        pool: Option<&Pool>,
    ) -> Entitled {
        let record = channel.record;
        let mut products = Vec::new();
        for (payee, own) in appraised.iter().enumerate() {
            let about = format!("{} {}", record.code, self.terms.payees[payee].code);
            let (before, after) = self.worth(measured, payee, own, price, &about);
            let before = self.money(record, &about, "评价前", &before);
            channel.payee(self, payee, Column::BeforeAppraisal, &before);
            self.product(channel, measured, payee, own, price);
            // Where nothing can be kept, the parts of the pool are all there is.
            let derived = matches!(price, Priced::Derived { .. });
            let redistributed = loss_of(record) == AppraisalLoss::Redistributed;
            let product = if derived && (redistributed || record.appraisal.is_none()) {
                String::new()
            } else {
                self.money(record, &about, "应付额", &after)
            };
            products.push(product);
        }
        let mut apportioned_loss = None;
        match (price, pool) {
            (Priced::Derived { weights, divisor, .. }, Some(pool)) => {
                let redistributed = loss_of(record) == AppraisalLoss::Redistributed;
                let fen = Small::fen(pool.distributable);
                let mut exact = self.exact(record.code.clone());
                if redistributed || record.appraisal.is_none() {
                    let parts = exact.apportion("分配资金", &fen, weights, divisor);
                    for (payee, part) in parts.iter().enumerate() {
                        channel.payee(self, payee, Column::Entitlement, &format!("{part}/100"));
                    }
                    apportioned_loss = Some(("FALSE".to_owned(), "0".to_owned()));
                } else {
                    let sum = exact.add("评价后当量合计", &weights.iter().collect::<Vec<_>>());
                    let (kept, negative) = exact.sub("评价少付的当量", divisor, &sum);
                    let over = format!("{negative}<0");
                    let mut all = weights.clone();
                    all.push(exact.select("评价少付部分", &over, &Big::constant("0"), &kept));
                    let total = exact.select("分配总权", &over, &sum, divisor);
                    let mut parts = exact.apportion("分配资金", &fen, &all, &total);
                    let loss =
                        parts.pop().map_or_else(|| "0".to_owned(), |part| format!("{part}/100"));
                    for (payee, part) in parts.iter().enumerate() {
                        let formula = format!("IF({over},{},{part}/100)", products[payee]);
                        channel.payee(self, payee, Column::Entitlement, &formula);
                    }
                    apportioned_loss = Some((over, loss));
                }
            }
            _ => {
                for (payee, formula) in products.iter().enumerate() {
                    channel.payee(self, payee, Column::Entitlement, formula);
                }
            }
        }
        self.after_entitlements(channel, pool, apportioned_loss)
    }

    /// What the appraisal keeps from payees, and what is left of the pool.
    fn after_entitlements(
        &mut self,
        channel: &mut Channel<'_>,
        pool: Option<&Pool>,
        apportioned: Option<(String, String)>,
    ) -> Entitled {
        let record = channel.record;
        channel.heading(self, "应付与评价少付");
        let entitlement = channel.row(self, "应付额合计");
        self.book.formula(entitlement, channel.sum(Column::Entitlement), Look::Money);
        let spare = pool.map(|pool| {
            let at = channel.row(self, "可分配资金 − 应付额");
            let formula = format!("ROUND({}-{entitlement},2)", pool.distributable);
            self.book.formula(at, formula, Look::Money)
        });
        let loss = if loss_of(record) == AppraisalLoss::Redistributed || record.appraisal.is_none()
        {
            "0".to_owned()
        } else {
            let kept = format!("ROUND({}-{entitlement},2)", channel.sum(Column::BeforeAppraisal));
            match spare {
                Some(spare) => format!("MAX(0,MIN({kept},{spare}))"),
                None => format!("MAX(0,{kept})"),
            }
        };
        let loss = match apportioned {
            Some((over, part)) => format!("IF({over},{loss},{part})"),
            None => loss,
        };
        let pointer = format!("{}/appraisal_loss/amount", channel.pointer);
        let loss = channel.figure(self, "评价少付", &pointer, &loss);
        let remainder = spare.map(|spare| {
            let pointer = format!("{}/remainder", channel.pointer);
            channel.total(self, "余额（负为不足）", &pointer, &format!("ROUND({spare}-{loss},2)"))
        });
        Entitled { loss, remainder }
    }
}
