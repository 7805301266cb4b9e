//! Everything a person can ask the program to do, each in one record.
//!
//! Keys, the palette, the hints at the foot of the screen, the help and `zhurnal keys` are all
//! made from these records, and so is the sentence that says where an action works. Whether it is
//! possible there now, and why not, is the screen's knowledge and not written here.

use std::fmt;
use std::str::FromStr;

/// What actions are about; the order of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionGroup {
    /// Moving the cursor.
    Move,
    /// Selecting cells.
    Select,
    /// Marking the lesson: roll call, marks, topic, homework.
    Lesson,
    /// Going to a screen, a lesson, a period.
    Go,
    /// What has not reached the server.
    Queue,
    /// The program itself.
    General,
}

impl ActionGroup {
    /// All groups in the order of the help.
    pub const ALL: [Self; 6] = [
        Self::Move,
        Self::Select,
        Self::Lesson,
        Self::Go,
        Self::Queue,
        Self::General,
    ];

    /// The Fluent message with the name of the group.
    pub fn label(self) -> &'static str {
        match self {
            Self::Move => "action-group-move",
            Self::Select => "action-group-select",
            Self::Lesson => "action-group-lesson",
            Self::Go => "action-group-go",
            Self::Queue => "action-group-queue",
            Self::General => "action-group-general",
        }
    }
}

/// Where an action works. Whether it is possible there now is the screen's knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "screens by their names")]
pub enum ActionPlace {
    /// On every screen and in every window.
    Everywhere,
    /// On every screen, while no window is open.
    Screens,
    Today,
    Lesson,
    Journal,
    JournalList,
    Topic,
    Homework,
    Forms,
    Lists,
    Accounts,
    Cards,
    People,
    Requests,
    Population,
    Register,
    /// Where it is shown what an amendment would change.
    Preview,
    /// What was written under sign-in data that got known.
    Breach,
    Queue,
    Sessions,
    Class,
    Absent,
    Absences,
}

impl ActionPlace {
    /// The Fluent key of its words, which end «That works only …».
    pub fn words(self) -> &'static str {
        match self {
            Self::Everywhere | Self::Screens => "where-no-window",
            Self::Today => "where-today",
            Self::Class => "where-class",
            Self::Absent => "where-absent",
            Self::Absences => "where-absences",
            Self::Lesson => "where-lesson",
            Self::Journal => "where-journal",
            Self::JournalList => "where-journal-list",
            Self::Topic => "where-topic",
            Self::Homework => "where-homework",
            Self::Forms => "where-forms",
            Self::Lists => "where-lists",
            Self::Accounts => "where-accounts",
            Self::Cards => "where-cards",
            Self::People => "where-people",
            Self::Requests => "where-requests",
            Self::Population => "where-population",
            Self::Register => "where-register",
            Self::Preview => "where-preview",
            Self::Breach => "where-breach",
            Self::Queue => "where-queue",
            Self::Sessions => "where-sessions",
        }
    }
}

/// The record of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionSpec {
    /// The name in configs, in kebab case.
    pub id: &'static str,
    /// Its section of the help; in the palette moving and selecting come last.
    pub group: ActionGroup,
    /// Where it works, everywhere of these; elsewhere its key says so.
    pub places: &'static [ActionPlace],
    /// The name of the reason that it works elsewhere.
    pub elsewhere: &'static str,
    /// The Fluent message with the full name, for the palette and the help.
    pub label: &'static str,
    /// The Fluent attribute (`message.attribute`) with the word for the foot of the screen.
    pub hint: &'static str,
}

macro_rules! actions {
    ($($(#[$doc:meta])+ $name:ident = $id:literal in $group:ident at $($place:ident),+;)+) => {
        /// What a person wants.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[$doc])+ $name,)+
        }

        impl Action {
            /// All actions, in the order of the help.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Its id, group, place and Fluent keys.
            pub const fn spec(self) -> ActionSpec {
                match self {
                    $(Self::$name => ActionSpec {
                        id: $id,
                        group: ActionGroup::$group,
                        places: &[$(ActionPlace::$place),+],
                        elsewhere: concat!("elsewhere-", $id),
                        label: concat!("action-", $id),
                        hint: concat!("action-", $id, ".hint"),
                    },)+
                }
            }
        }
    };
}

actions! {
    /// One row up.
    MoveUp = "move-up" in Move at Lesson, Journal, Class;
    /// One row down.
    MoveDown = "move-down" in Move at Lesson, Journal, Class;
    /// One column to the left.
    MoveLeft = "move-left" in Move at Lesson, Journal, Class;
    /// One column to the right.
    MoveRight = "move-right" in Move at Lesson, Journal, Class;
    /// The next cell in the direction of entry: down the column, then the next column's top.
    NextCell = "next-cell" in Move at Lesson, Journal, Class;
    /// The cell before it.
    PreviousCell = "previous-cell" in Move at Lesson, Journal, Class;
    /// The next field of a form.
    NextField = "next-field" in Move at Forms;
    /// The field before it.
    PreviousField = "previous-field" in Move at Forms;
    /// The first column of the row.
    RowStart = "row-start" in Move at Lesson, Journal, Class;
    /// The last column of the row.
    RowEnd = "row-end" in Move at Lesson, Journal, Class;
    /// The first row.
    First = "first" in Move at Lesson, Journal, Class;
    /// The last row.
    Last = "last" in Move at Lesson, Journal, Class;
    /// A screenful up.
    PageUp = "page-up" in Move at Lesson, Journal, Class;
    /// A screenful down.
    PageDown = "page-down" in Move at Lesson, Journal, Class;
    /// Half a screen to the left.
    PageLeft = "page-left" in Move at Lesson, Journal, Class;
    /// Half a screen to the right.
    PageRight = "page-right" in Move at Lesson, Journal, Class;

    /// Takes the cell above into the selection.
    ExtendUp = "extend-up" in Select at Lesson, Journal, Class;
    /// Takes the cell below into the selection.
    ExtendDown = "extend-down" in Select at Lesson, Journal, Class;
    /// Takes the cell to the left into the selection.
    ExtendLeft = "extend-left" in Select at Lesson, Journal, Class;
    /// Takes the cell to the right into the selection.
    ExtendRight = "extend-right" in Select at Lesson, Journal, Class;
    /// Selects the whole column.
    SelectColumn = "select-column" in Select at Lesson, Journal, Class;
    /// Forgets the selection.
    ClearSelection = "clear-selection" in Select at Lesson, Journal, Class;

    /// Confirms the roll call of the lesson.
    ConfirmRollCall = "confirm-roll-call" in Lesson at Lesson, Journal;
    /// Edits the topic of the lesson.
    EditTopic = "edit-topic" in Lesson at Today, Lesson, Journal;
    /// Edits the homework of the lesson.
    EditHomework = "edit-homework" in Lesson at Today, Lesson, Journal;
    /// Takes the topic from the next item of the calendar plan.
    TopicFromPlan = "topic-from-plan" in Lesson at Lesson, Journal, Topic, Homework;
    /// Copies the homework of the previous lesson.
    CopyPreviousHomework = "copy-previous-homework" in Lesson at Homework;
    /// Copies the homework of the parallel class.
    CopyParallelHomework = "copy-parallel-homework" in Lesson at Homework;
    /// Chooses for which pupils the homework is.
    ChoosePupils = "choose-pupils" in Lesson at Homework;
    /// Says that there is no homework for the next lesson, which is not the same as none yet.
    NoHomework = "no-homework" in Lesson at Homework;
    /// Adds a column for another kind of work to the lesson.
    AddWorkColumn = "add-work-column" in Lesson at Lesson;
    /// Sets the form of the lesson: in person, distance, electronic.
    LessonForm = "lesson-form" in Lesson at Lesson;
    /// Writes why the lesson is kept only after its term.
    ExcuseLesson = "excuse-lesson" in Lesson at Lesson, Journal;
    /// Writes a comment to the mark.
    MarkComment = "mark-comment" in Lesson at Lesson, Journal;
    /// Repeats the last entry in the cells selected, or in the empty rest of the column.
    FillColumn = "fill-column" in Lesson at Lesson, Journal;
    /// Empties the cell.
    ClearCell = "clear-cell" in Lesson at Lesson, Journal, Class;
    /// Takes back the last gesture.
    Undo = "undo" in Lesson at Lesson, Journal, Class, Register;

    /// Opens the lesson under the cursor.
    OpenLesson = "open-lesson" in Go at Today, Journal, Class;
    /// Opens the journal of the subject.
    OpenJournal = "open-journal" in Go at Today, Lesson;
    /// Opens the list of the journals that one may read.
    OpenJournals = "open-journals" in Go at Screens;
    /// Opens the class whose class teacher one is, else the list of who is absent.
    OpenClass = "open-class" in Go at Screens;
    /// Gives a pupil a reason from one day until another.
    GiveReason = "give-reason" in Go at Class;
    /// From a day of the class to its week, and back.
    ShowWeek = "show-week" in Go at Class;
    /// Opens what a pupil has missed over a period.
    OpenAbsences = "open-absences" in Go at Class;
    /// Opens the directories.
    OpenRegister = "open-register" in Go at Screens;
    /// Opens the table of what each role may.
    OpenRights = "open-rights" in Go at Screens;
    /// Opens the log of the lesson, of the cells of the pupil under the cursor, or of the record.
    OpenHistory = "open-history" in Go at Lesson, Journal, Class, Register;
    /// Opens the list of today's lessons.
    OpenToday = "open-today" in Go at Screens;
    /// Opens the queue and its conflicts.
    OpenQueue = "open-queue" in Go at Screens;
    /// The lesson before this one.
    PreviousLesson = "previous-lesson" in Go at Lesson, Class;
    /// The lesson after this one.
    NextLesson = "next-lesson" in Go at Lesson, Class;
    /// The period before this one.
    PreviousPeriod = "previous-period" in Go at Journal, JournalList, Class, Absences;
    /// The period after this one.
    NextPeriod = "next-period" in Go at Journal, JournalList, Class, Absences;
    /// Chooses the day of which a list is shown.
    ChooseDay = "choose-day" in Go at Population, Class, Absent;
    /// The next lesson, of the journal or of one's own, that lacks something, beginning anew after the last.
    NextUnfilled = "next-unfilled" in Go at Today, Journal;
    /// Chooses the order of the rows of a list.
    ChooseOrder = "choose-order" in Go at Lists;
    /// Finds a pupil by the beginning of the name.
    FindPupil = "find-pupil" in Go at Lesson, Journal, Class;

    /// In a conflict: my value.
    KeepMine = "keep-mine" in Queue at Queue;
    /// In a conflict: the value that is on the server.
    KeepTheirs = "keep-theirs" in Queue at Queue;
    /// In all conflicts: my value.
    KeepAllMine = "keep-all-mine" in Queue at Queue;
    /// In all conflicts: the value that is on the server.
    KeepAllTheirs = "keep-all-theirs" in Queue at Queue;
    /// Asks the server for news now.
    Refresh = "refresh" in Queue at Everywhere;

    /// Confirms, opens, chooses.
    Confirm = "confirm" in General at Lists;
    /// Leaves without doing it; closes; goes back.
    Cancel = "cancel" in General at Everywhere;
    /// Saves what was typed.
    Save = "save" in General at Forms;
    /// Saves it and begins the next record.
    SaveAndNext = "save-and-next" in General at Forms;
    /// Begins a new record.
    NewRecord = "new-record" in General at Register;
    /// Begins a new pupil, with whatever belongs to one.
    NewPupil = "new-pupil" in General at People;
    /// Decides on the request.
    Decide = "decide" in General at Requests;
    /// Asks what removing the record would do, before it is removed; of a session, ends it; of what
    /// was written under sign-in data that got known, voids it.
    RemoveRecord = "remove-record" in General at Register, Sessions, Breach;
    /// Writes the records of the list into a table.
    ExportTable = "export-table" in General at Register;
    /// Reads a table into the list: first shows what it would do.
    ImportTable = "import-table" in General at Register;
    /// Agrees to the dangers that were shown, and writes; of a change that may be void, lets it stand.
    Agree = "agree" in General at Preview, Breach;
    /// Opens the list of what a field can hold.
    Choose = "choose" in General at Forms;
    /// Opens the help.
    Help = "help" in General at Everywhere;
    /// Opens the list of all actions.
    OpenPalette = "open-palette" in General at Everywhere;
    /// Paints the screen anew.
    Redraw = "redraw" in General at Everywhere;
    /// Opens the form of signing in when the session has ended.
    SignIn = "sign-in" in General at Everywhere;
    /// Opens the form of one's own password.
    ChangePassword = "change-password" in General at Screens;
    /// Reports that sign-in data got known: one's own, in the accounts those of the row.
    ReportBreach = "report-breach" in General at Screens;
    /// Says that cards were held against the facts: one, or all of a class.
    CheckCards = "check-cards" in General at Cards;
    /// Gives an account a new start password.
    IssuePassword = "issue-password" in General at Accounts;
    /// Signs out.
    SignOut = "sign-out" in General at Everywhere;
    /// Stops the program and gives the terminal to the shell (`fg` brings it back).
    Suspend = "suspend" in General at Everywhere;
    /// Leaves the program.
    Quit = "quit" in General at Everywhere;
}

impl Action {
    /// The name in configs.
    pub const fn id(self) -> &'static str {
        self.spec().id
    }

    /// The action with this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.id() == id)
    }
}

/// There is no action with this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no action is called `{0}`")]
pub struct UnknownAction(pub String);

impl FromStr for Action {
    type Err = UnknownAction;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        Self::from_id(id).ok_or_else(|| UnknownAction(id.to_owned()))
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use fluent_bundle::{FluentBundle, FluentResource};
    use rstest::rstest;

    use super::{Action, ActionGroup};

    #[test]
    fn ids_are_kebab_case_unique_and_round_trip() {
        let mut seen = HashSet::new();
        for action in Action::ALL {
            let id = action.id();
            assert!(seen.insert(id), "{id} twice");
            assert!(id.split('-').all(|word| {
                !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase())
            }));
            assert_eq!(id.parse(), Ok(*action));
            let name: String = format!("{action:?}").to_lowercase();
            assert_eq!(
                name,
                id.replace('-', ""),
                "the name of the variant is the id"
            );
        }
        assert!("none".parse::<Action>().is_err(), "`none` unbinds a key");
    }

    #[test]
    fn the_list_follows_the_groups() {
        let groups: Vec<_> = Action::ALL
            .iter()
            .map(|action| action.spec().group)
            .collect();
        assert!(groups.is_sorted());
        assert!(ActionGroup::ALL.iter().all(|group| groups.contains(group)));
    }

    #[rstest]
    #[case::russian(include_str!("i18n/parts/actions.ru.ftl"))]
    #[case::english(include_str!("i18n/parts/actions.en.ftl"))]
    fn every_action_and_group_has_its_words(#[case] source: &str) {
        let resource = FluentResource::try_new(source.to_owned()).expect("a sound Fluent file");
        let mut bundle = FluentBundle::new(vec![]);
        bundle.add_resource(resource).expect("no message twice");
        for action in Action::ALL {
            let spec = action.spec();
            let message = bundle.get_message(spec.label).expect(spec.label);
            assert!(message.value().is_some(), "{}", spec.label);
            let (id, attribute) = spec.hint.split_once('.').unwrap();
            assert_eq!(id, spec.label);
            assert!(message.get_attribute(attribute).is_some(), "{}", spec.hint);
        }
        for group in ActionGroup::ALL {
            assert!(
                bundle.get_message(group.label()).is_some(),
                "{}",
                group.label()
            );
        }
    }
}
