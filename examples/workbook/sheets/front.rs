//! The first sheet and the last: what is where, and whether the calculation can be trusted.

use std::collections::BTreeMap;

use super::Maker;
use super::grid::{At, Look, Room};

const TRACING: [&str; 4] = [
    "从“结算汇总”点任一金额，编辑栏里就是它的算式；按 Ctrl+[（Excel、WPS）跳到它引用的格，在 LibreOffice 用“工具 → 侦探 → 追踪引用单元格”。",
    "渠道表从左到右、从上到下是结算的先后：计量、评价、定价、应付、收支相抵、计提、核减、应支付、清算。",
    "工作当量引自“服务量”，得分引自“评价结果”，单价、资金、比例、目标引自“参数”与“往来与核查”。",
    "凡要取整的数引自“精算”，一行一步，行首写着渠道、对象与步骤；渠道表里“直接相乘”一列是同一个数的普通算式，可先对照大小。",
];

const CHANGING: [&str; 4] = [
    "浅黄格是输入，可以改；其余都是算式，改了输入即重算（LibreOffice 没有重算时按 Ctrl+Shift+F9）。",
    "改后看“对照”：差额就是这一改动对每一家的影响；把输入改回原数，差额回到零。",
    "“检查”有一项不通过时，本簿的数不可用：请把输入改回允许的范围，或改原始文件后用程序重新生成。",
    "不要插入、删除行列；增减机构、项目、凭证，请改原始文件后重新生成。",
];

const EXACTNESS: [&str; 5] = [
    "金额精确到分。电子表格用二进制小数，连乘后可能差一分，所以凡要取整的数都不用小数算：",
    "先化为整数（末位为单位），超过六位的分几格存放，每格六位，低位在前；乘、加后逐格进位。",
    "每一步的整数都小于 10 的 14 次方，电子表格能精确表示；商由小数试出，再用整数验证。",
    "当量、得分、系数、未取整单价在表中显示为近似小数，只供阅读，不参与取整。",
    "按比例分配用最大余数法：余数在“精算”里逐一排名，各份之和与总额一分不差。",
];

impl Maker<'_> {
    /// The sheets that are about the others.
    pub fn finish(&mut self) {
        let differing = self.against();
        let holds = self.checks();
        let at = At { sheet: self.sheets.front, row: 0, col: 0 };
        let scheme = self.terms.scheme;
        let facts = self.terms.facts;
        self.book.styled(at, format!("{} 结算簿", scheme.title), Look::Title);
        let words = [
            ("文号", scheme.number.clone()),
            ("制定", scheme.issuer.clone()),
            ("结算期", format!("{} 至 {}（不含末日）", facts.period.from, facts.period.until)),
        ];
        let mut row = at.below(2);
        for (label, text) in words {
            self.book.text(row, label);
            self.book.text(row.right(1), text);
            row = row.below(1);
        }
        let states = [
            (
                "检查",
                format!("IF({holds},\"全部通过\",\"有一项不通过，见“检查”：本簿的数不可用\")"),
            ),
            (
                "与程序对照",
                format!(
                    "IF({differing}=0,\"一致：每家、每个渠道的金额一分不差\",\"不同：输入改过，差额见“对照”\")"
                ),
            ),
        ];
        for (label, formula) in states {
            self.book.text(row, label);
            self.book.formula(row.right(1), formula, Look::Check);
            row = row.below(1);
        }
        row = row.below(1);
        self.book.styled(row, "各表（点表名前往）", Look::Subtitle);
        for (sheet, text) in self.ways() {
            row = row.below(1);
            self.book.link(row, sheet);
            self.book.text(row.right(1), text);
        }
        let parts = [
            ("怎样追一个数", &TRACING[..]),
            ("怎样改一个输入", &CHANGING[..]),
            ("为什么一分不差", &EXACTNESS[..]),
        ];
        for (head, lines) in parts {
            row = row.below(2);
            self.book.styled(row, head, Look::Subtitle);
            for text in lines {
                row = row.below(1);
                self.book.styled(row, *text, Look::Note);
            }
        }
        let sheet = &mut self.book.sheets[self.sheets.front];
        sheet.header = (0, 0);
        sheet.widths = vec![(0, 34), (1, 110)];
        let at = At { sheet: self.sheets.workings, row: 0, col: 0 };
        self.book.styled(at, "精算", Look::Title);
        let note = "一行一个整数：先是各格（每格六位，低位在前），再是进位之前的和；末格为 −1 表示差为负。供逐格点查，不供打印。";
        self.book.styled(at.below(1), note, Look::Note);
        self.book.headers(at.below(2), &["是什么", "最低六位", "次六位", "……"]);
        let sheet = &mut self.book.sheets[self.sheets.workings];
        sheet.header = (2, 2);
        sheet.frozen = 1;
        sheet.workings = true;
        sheet.widths = vec![(0, 44)];
    }

    /// Every sheet but the front, and what is on it.
    fn ways(&self) -> Vec<(usize, String)> {
        let sheets = &self.sheets;
        let payee = self.terms.payee();
        let mut ways = vec![(sheets.totals, format!("各{payee}全部渠道合计，按收入类别"))];
        for (sheet, channel) in sheets.channels.iter().zip(&self.terms.channels) {
            ways.push((
                *sheet,
                format!("渠道“{}”：从计量到清算差额；{}", channel.name, channel.cite),
            ));
        }
        let rest = [
            (sheets.categories, "应付额按服务类别、收入类别分解"),
            (sheets.volumes, "服务量、人数或金额，按当量值不变的时段：核定量、计量量、当量"),
            (sheets.items, "每单位服务的当量或定额，按类别与日期"),
            (sheets.rules, "指标、计分规则、系数曲线"),
            (sheets.marks, "评价结果与各指标得分"),
            (sheets.parameters, "单价、资金、比例、目标"),
            (sheets.books, "据实填列的资金、期初余额、预算、核查、预拨"),
            (sheets.against, "本簿现值与程序结算之差"),
            (sheets.checks, "输入是否在精确计算的范围之内，规则能否适用"),
            (sheets.workings, "取整各数的精确算式"),
        ];
        ways.extend(rest.map(|(sheet, text)| (sheet, text.to_owned())));
        ways
    }

    /// The sheet of checks; returns the formula that is true where all hold.
    fn checks(&mut self) -> String {
        let sheet = self.sheets.checks;
        let at = At { sheet, row: 0, col: 0 };
        self.book.styled(at, "检查", Look::Title);
        let note = "输入的位数在精确计算的范围之内，且不为负（测评结果除外）；各项规则可以适用。";
        self.book.styled(at.below(1), note, Look::Note);
        self.book.headers(at.below(2), &["检查什么", "通过"]);
        let mut row = at.below(3);
        let first = row;
        for (label, formula) in self.ranges() {
            self.book.text(row, label);
            self.book.formula(row.right(1), formula, Look::Check);
            row = row.below(1);
        }
        for (label, formula) in std::mem::take(&mut self.book.checks) {
            self.book.text(row, label);
            self.book.formula(row.right(1), formula, Look::Check);
            row = row.below(1);
        }
        // Every figure is a number: a rule that cannot apply leaves an error in its cells.
        let totals = At { sheet: self.sheets.totals, row: 3, col: 2 };
        let payees = u32::try_from(self.terms.payees.len()).unwrap_or(0);
        let all = totals.to(totals.below(payees).right(4));
        self.book.text(row, "结算汇总没有错误值");
        let formula = format!("SUMPRODUCT(ISNUMBER({all})*1)={}", 5 * (payees + 1));
        self.book.formula(row.right(1), formula, Look::Check);
        let record = &mut self.book.sheets[sheet];
        record.header = (2, 2);
        record.widths = vec![(0, 90), (1, 14)];
        let column = first.right(1).to(row.right(1));
        format!("COUNTIF({column},TRUE)={}", row.row - first.row + 1)
    }

    /// Whether inputs have room: those that stand below one another and have the same room at once.
    fn ranges(&self) -> Vec<(String, String)> {
        let mut by_column: BTreeMap<(usize, u16, Room), Vec<u32>> = BTreeMap::new();
        for (at, room) in &self.book.rooms {
            by_column.entry((at.sheet, at.col, *room)).or_default().push(at.row);
        }
        let mut checks = Vec::new();
        for ((sheet, col, room), mut rows) in by_column {
            rows.sort_unstable();
            let mut runs: Vec<(u32, u32)> = Vec::new();
            for row in rows {
                match runs.last_mut() {
                    Some((_, last)) if *last + 1 == row => *last = row,
                    _ => runs.push((row, row)),
                }
            }
            for (first, last) in runs {
                let cell = |row| At { sheet, row, col };
                let range = cell(first).to(cell(last));
                let scaled = format!("{range}*1E{}", room.places);
                let whole = room.digits.saturating_sub(room.places);
                // Measurements may be below zero; nothing else may.
                let signed = sheet == self.sheets.marks || sheet == self.sheets.rules;
                let size = if signed { format!("ABS({range})") } else { range.clone() };
                let least = if signed { "" } else { "*(ISNUMBER(RANGE)*(RANGE>=0))" };
                let least = least.replace("RANGE", &range);
                // A decimal is a binary number but for its last bit; one with more places is not.
                let formula = format!(
                    "SUMPRODUCT((ABS({scaled}-ROUND({scaled},0))<=ABS({scaled})*1E-15)\
                     *({size}<1E{whole}){least})={}",
                    last - first + 1
                );
                let name = &self.book.sheets[sheet].name;
                let label = format!(
                    "{name} {}~{}：整数至多 {whole} 位，小数至多 {} 位",
                    cell(first).name(),
                    cell(last).name(),
                    room.places
                );
                checks.push((label, formula));
            }
        }
        checks
    }
}
