//! Rows of tables against the register: what each would do.

use super::findings::{CellFinding, Finding, RowPlan, Verdict, Weight};
use super::heads::{self, Heading};
use super::known::{Known, Titles};
use super::row::GivenRow;
use super::shape::{ColumnOf, TableColumn, TableShape, Tie, stint_of};
use super::{TableCell, TableRow};
use crate::reading::{SerialBase, is_month_first, match_key};
use crate::register::{FieldKind, Record, RecordId, RecordKind, RecordRef, Register};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Rounds in which rows are tried again that name what a later row brings.
const ROUNDS: usize = 6;

/// On what terms tables are read.
pub struct Terms<'a> {
    /// The school's day.
    pub today: NaiveDate,
    /// From which day the book counts its days.
    pub base: SerialBase,
    /// Whether what is proposed is meant: a person has read what is disputed.
    pub take_disputed: bool,
    /// Whether a person has set a field of a record last, and no table.
    pub by_hand: &'a dyn Fn(RecordRef, &str) -> bool,
}

/// A sheet with what is in its columns.
#[derive(Debug, Clone, Copy)]
pub struct SheetToPlan<'a> {
    /// What it is a table of.
    pub shape: &'a TableShape,
    /// Its heads.
    pub heading: &'a Heading,
    /// Its rows, those above the heads and the heads too.
    pub rows: &'a [TableRow],
    /// The name of the sheet: the class, where no column says it.
    pub name: &'a str,
}

/// A record that is made or changed by rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub at: RecordRef,
    /// What stands there.
    pub was: Option<Record>,
    /// What will.
    pub is: Record,
    /// The place of the sheet, and the number of the row that made it.
    pub by: (usize, u32),
}

/// What tables would do.
#[derive(Debug, Clone, Default)]
pub struct TablePlan {
    /// Each sheet in order.
    pub sheets: Vec<SheetPlan>,
    /// What is amended, in an order in which it can be.
    pub changes: Vec<Change>,
    /// The register with all of it.
    pub after: Register,
    /// The kinds of which the numbers in the file are another school's: rows are not known by
    /// them.
    pub foreign_ids: BTreeSet<RecordKind>,
}

/// What one sheet would do.
#[derive(Debug, Clone, Default)]
pub struct SheetPlan {
    /// Each row that says something, in order.
    pub rows: Vec<RowPlan>,
    /// What is in the base and not in the sheet; it stays.
    pub absent: Vec<(RecordRef, String)>,
}

impl SheetPlan {
    /// How many rows come to this.
    pub fn count(&self, verdict: Verdict) -> usize {
        let rows = self.rows.iter();
        rows.filter(|row| row.verdict == verdict).count()
    }
}

/// Plans the rows of sheets against a register.
pub fn plan(register: &Register, sheets: &[SheetToPlan<'_>], terms: &Terms<'_>) -> TablePlan {
    let mut planner = Planner {
        known: Known::new(register, terms.today),
        terms,
        foreign_ids: BTreeSet::new(),
        month_first: sheets.iter().map(month_first).enumerate().collect(),
        taken: BTreeMap::new(),
        classes: BTreeSet::new(),
        changes: Vec::new(),
        places: BTreeMap::new(),
    };
    planner.look_at_ids(sheets);
    let mut pending: Vec<(usize, &TableRow)> = Vec::new();
    for (number, sheet) in sheets.iter().enumerate() {
        pending.extend(body(sheet).map(|row| (number, row)));
    }
    let mut planned: BTreeMap<(usize, u32), RowPlan> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let before = pending.len();
        let mut left = Vec::new();
        for (number, row) in pending {
            let Some(sheet) = sheets.get(number) else {
                continue;
            };
            let (done, may_pass) = planner.row(number, sheet, row);
            if may_pass {
                left.push((number, row));
            }
            planned.insert((number, row.number), done);
        }
        pending = left;
        if pending.is_empty() || pending.len() == before {
            break;
        }
    }
    let mut plans: Vec<SheetPlan> = Vec::new();
    for (number, sheet) in sheets.iter().enumerate() {
        let rows = planned.range((number, 0)..(number + 1, 0));
        plans.push(SheetPlan {
            rows: rows.map(|(_, row)| row.clone()).collect(),
            absent: planner.absent(register, (number, sheet), sheets, &planned),
        });
    }
    TablePlan {
        sheets: plans,
        changes: planner.changes,
        after: planner.known.register,
        foreign_ids: planner.foreign_ids,
    }
}

/// The rows of a sheet that speak of something.
fn body<'a>(sheet: &SheetToPlan<'a>) -> impl Iterator<Item = &'a TableRow> {
    let (heading, rows) = (sheet.heading, sheet.rows);
    let heads = rows.iter().find(|row| row.number == heading.row);
    rows.iter().filter(move |row| {
        let mut columns = heading.columns.keys();
        let says = columns.any(|column| *row.cell(*column) != TableCell::Empty);
        let repeats = heads.is_some_and(|heads| heading.repeats(row, heads));
        row.number > heading.row && says && !repeats && !is_total(row)
    })
}

/// The columns in which a day can only be read with the month first, which nobody here writes: the
/// others of them that can be read otherwise are asked about.
fn month_first(sheet: &SheetToPlan<'_>) -> BTreeSet<u32> {
    let is_of_days = |column: &TableColumn| match column.of {
        ColumnOf::Field(place) => {
            let field = sheet.shape.kind_of(column).fields.get(place);
            field.is_some_and(|field| field.kind == FieldKind::Day)
        }
        _ => false,
    };
    let columns = sheet.heading.columns.iter();
    let columns = columns.filter(|(_, column)| is_of_days(column));
    let is_so = |number: u32| body(sheet).any(|row| is_month_first(row.text(number)));
    let columns = columns.map(|(number, _)| *number);
    columns.filter(|number| is_so(*number)).collect()
}

/// A line that counts those above it.
fn is_total(row: &TableRow) -> bool {
    let mut cells = row.cells.iter();
    let first = cells.find_map(|cell| match cell {
        TableCell::Text(text) => Some(heads::key(text)),
        _ => None,
    });
    first.is_some_and(|first| first.starts_with("итого") || first.starts_with("всего"))
}

pub(super) struct Planner<'a> {
    pub(super) known: Known,
    pub(super) terms: &'a Terms<'a>,
    /// Kinds whose numbers in the file are another school's.
    pub(super) foreign_ids: BTreeSet<RecordKind>,
    /// The columns of each sheet in which a day can only be read with the month first.
    month_first: BTreeMap<usize, BTreeSet<u32>>,
    /// Which row of a sheet is of a head.
    pub(super) taken: BTreeMap<(usize, RecordRef), u32>,
    /// Classes that rows of pupils name.
    pub(super) classes: BTreeSet<(usize, RecordRef)>,
    changes: Vec<Change>,
    places: BTreeMap<RecordRef, usize>,
}

/// What is made of one row, before it is taken.
#[derive(Default)]
pub(super) struct Draft {
    /// Columns that overwrite nothing.
    pub(super) fills: BTreeSet<u32>,
    pub(super) findings: Vec<CellFinding>,
    pub(super) staged: Vec<(RecordRef, Option<Record>, Record)>,
    pub(super) head: Option<RecordRef>,
    pub(super) is_new: bool,
}

impl Draft {
    pub(super) fn find(&mut self, column: Option<u32>, finding: Finding) {
        let found = CellFinding { column, finding };
        if !self.findings.contains(&found) {
            self.findings.push(found);
        }
    }

    pub(super) fn weight(&self) -> Weight {
        let weights = self.findings.iter().map(|it| it.finding.weight());
        weights.max().unwrap_or(Weight::Told)
    }
}

impl Planner<'_> {
    /// Whether the numbers in the file are those of this school: of each kind most of those that
    /// the base has stand beside the same names. They are kept for what is new either way.
    fn look_at_ids(&mut self, sheets: &[SheetToPlan<'_>]) {
        // A number that several rows say counts once, and agrees by any of them.
        let mut met: BTreeMap<RecordRef, bool> = BTreeMap::new();
        for sheet in sheets {
            let columns = sheet.heading.columns.iter();
            let ids: Vec<_> = columns.filter(|(_, it)| it.of == ColumnOf::Id).collect();
            for row in body(sheet) {
                for (number, column) in &ids {
                    let Ok(id) = row.text(**number).trim().parse() else {
                        continue;
                    };
                    let at = sheet.shape.kind_of(column).kind.at(RecordId(id));
                    self.known.reserve(at.kind, at.id);
                    if self.known.register.get(at).is_some() {
                        *met.entry(at).or_default() |= self.agrees(sheet, row, column, at);
                    }
                }
            }
        }
        let mut counts: BTreeMap<RecordKind, (usize, usize)> = BTreeMap::new();
        for (at, agrees) in met {
            let (met, agree) = counts.entry(at.kind).or_default();
            *met += 1;
            *agree += usize::from(agrees);
        }
        let foreign = counts
            .into_iter()
            .filter(|(_, (met, agree))| agree * 2 < *met);
        self.foreign_ids = foreign.map(|(kind, _)| kind).collect();
    }

    /// Whether a row calls the record of an id as the base does, at least in part.
    fn agrees(
        &self,
        sheet: &SheetToPlan<'_>,
        row: &TableRow,
        id: &TableColumn,
        at: RecordRef,
    ) -> bool {
        let (Some(record), described) = (self.known.register.get(at), at.kind.described()) else {
            return false;
        };
        let places: Vec<usize> = match record {
            // A patronymic, even a given name is many people's; a surname changes.
            Record::Person(_) => described.title.places().iter().copied().take(2).collect(),
            _ => described.title.places().to_vec(),
        };
        let mut any = false;
        let mut same = false;
        for place in places {
            let of = ColumnOf::Field(place);
            let Some(column) = sheet.heading.column(&TableColumn { of, ..*id }) else {
                continue;
            };
            any = true;
            let stands = self
                .known
                .register
                .exported(&described.value(place, record));
            let (said, _) = Titles::parts(row.text(column));
            same |= match_key(said) == match_key(&stands);
        }
        let whole = TableColumn {
            of: ColumnOf::WholeName,
            ..*id
        };
        if let Some(column) = sheet.heading.column(&whole) {
            any = true;
            let said = match_key(row.text(column));
            let stands = match_key(&self.known.register.title_of(record));
            same |= said.split(' ').next() == stands.split(' ').next();
        }
        same || !any
    }

    /// What a row does, and whether it may do more when others have been taken.
    fn row(&mut self, number: usize, sheet: &SheetToPlan<'_>, row: &TableRow) -> (RowPlan, bool) {
        let mut draft = Draft {
            fills: sheet.heading.fills.clone(),
            ..Draft::default()
        };
        let none = BTreeSet::new();
        let month_first = self.month_first.get(&number).unwrap_or(&none);
        let numbers = (self.terms, &self.foreign_ids, month_first);
        let given = GivenRow::read(sheet, row, &mut self.known, numbers, &mut draft);
        if draft.weight() < Weight::Refused {
            self.records(number, sheet, row, &given, &mut draft);
        }
        let weight = draft.weight();
        let verdict = match weight {
            Weight::Refused => Verdict::Refused,
            Weight::Open => Verdict::Disputed,
            Weight::Asked if !self.terms.take_disputed => Verdict::Disputed,
            _ if draft.is_new => Verdict::New,
            _ if draft.staged.is_empty() => Verdict::Same,
            _ => Verdict::Changed,
        };
        let title = match draft.head.and_then(|head| self.known.register.title(head)) {
            Some(title) => title,
            None => given.title(row, sheet.heading),
        };
        if verdict < Verdict::Disputed {
            self.take((number, row.number), &given, &draft);
        } else {
            for (at, before, _) in draft.staged.iter().rev() {
                self.known.put(*at, before.clone());
            }
        }
        if verdict <= Verdict::Disputed
            && let Some(head) = draft.head
        {
            self.taken.entry((number, head)).or_insert(row.number);
        }
        // Also of a row that is refused anyway: what it lacked is not said when it came.
        let mut refusals = draft.findings.iter();
        let may_pass = refusals.any(|it| it.finding.may_pass());
        let by = (number, row.number);
        let staged = draft.staged.into_iter();
        let plan = RowPlan {
            row: row.number,
            title,
            verdict,
            findings: draft.findings,
            head: draft.head,
            changes: staged
                .filter(|_| verdict < Verdict::Disputed)
                .map(|(at, was, is)| Change { at, was, is, by })
                .collect(),
        };
        (plan, may_pass)
    }

    /// Keeps what a row has made.
    fn take(&mut self, by: (usize, u32), given: &GivenRow, draft: &Draft) {
        for (at, before, after) in &draft.staged {
            match self
                .places
                .get(at)
                .and_then(|place| self.changes.get_mut(*place))
            {
                Some(change) => change.is = after.clone(),
                None => {
                    self.places.insert(*at, self.changes.len());
                    self.changes.push(Change {
                        at: *at,
                        was: before.clone(),
                        is: after.clone(),
                        by,
                    });
                }
            }
        }
        if let (Some(head), Some(id)) = (draft.head, given.head().and_then(|head| head.id)) {
            self.known.name_by_file(head.kind.at(id), head);
        }
    }

    /// What is in the base and in the scope of the sheet, and in none of its rows, nor in those of
    /// another sheet of the same table; a row that cannot be taken speaks of whom it names.
    fn absent(
        &self,
        register: &Register,
        (number, sheet): (usize, &SheetToPlan<'_>),
        sheets: &[SheetToPlan<'_>],
        planned: &BTreeMap<(usize, u32), RowPlan>,
    ) -> Vec<(RecordRef, String)> {
        let today = self.terms.today;
        let heads = sheet.shape.heads(register, today).into_iter();
        let of_pupils = sheet
            .shape
            .parts
            .iter()
            .any(|part| part.tie == Tie::Enrolment);
        let meant = |at: &RecordRef| {
            let class = stint_of(register, *at, today).map(|stint| stint.class.into());
            !of_pupils || class.is_some_and(|class| self.classes.contains(&(number, class)))
        };
        let same = sheets.iter().enumerate();
        let same = same.filter(|(_, other)| other.shape == sheet.shape);
        let same: Vec<usize> = same.map(|(number, _)| number).collect();
        let is_said = |at: RecordRef| same.iter().any(|it| self.taken.contains_key(&(*it, at)));
        let untaken = planned
            .iter()
            .filter(|((number, _), row)| same.contains(number) && row.verdict >= Verdict::Disputed);
        let (mut spoken_of, mut named) = (BTreeSet::new(), BTreeSet::new());
        for (_, row) in untaken {
            match row.head {
                Some(head) => spoken_of.insert(head),
                None => named.insert(match_key(&row.title)),
            };
        }
        let heads = heads.filter(|at| !is_said(*at) && !spoken_of.contains(at) && meant(at));
        let heads = heads.map(|at| (at, register.title(at).unwrap_or_default()));
        let absent = heads.filter(|(_, title)| !named.contains(&match_key(title)));
        absent.collect()
    }
}
