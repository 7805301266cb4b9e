//! What a style means.

/// The meaning of a piece of text on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(usize)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Text of less weight: explanations, what is past.
    Muted,
    /// Title of a screen.
    Title,
    /// Lines of frames and tables.
    Border,
    /// Head of a column.
    Head,
    /// Head of the column of the running lesson.
    HeadCurrent,
    /// Any mark but the low ones.
    Mark,
    /// A mark of 2 or 1.
    MarkLow,
    /// «н», absent.
    Absent,
    /// «оп», late.
    Late,
    /// «осв», exempt.
    Exempt,
    /// Absent for a confirmed reason.
    Excused,
    /// «точка», a mark to come.
    Point,
    /// Averages and other sums.
    Summary,
    /// Not yet on the server.
    Pending,
    /// The server has another value.
    Conflict,
    /// The server refused.
    Refused,
    /// The active cell or row of a list.
    Cursor,
    /// Selected cells.
    Selection,
    /// What is being typed.
    Input,
    /// Something is wrong and nothing was done.
    Error,
    /// Something needs attention.
    Warning,
    /// It is done.
    Ok,
    /// Label of a key in the line of hints.
    Hint,
    /// The key itself.
    HintKey,
    /// Everything is on the server.
    StatusOnline,
    /// Changes are waiting to be sent.
    StatusQueued,
    /// There is no network.
    StatusOffline,
    /// The server and the person disagree.
    StatusConflict,
    /// Text of a popup.
    Popup,
    /// Title of a popup.
    PopupTitle,
    /// Frame of a popup.
    PopupBorder,
}

impl Role {
    /// Every role, in the order of the enum.
    pub const ALL: [Self; 32] = [
        Self::Text,
        Self::Muted,
        Self::Title,
        Self::Border,
        Self::Head,
        Self::HeadCurrent,
        Self::Mark,
        Self::MarkLow,
        Self::Absent,
        Self::Late,
        Self::Exempt,
        Self::Excused,
        Self::Point,
        Self::Summary,
        Self::Pending,
        Self::Conflict,
        Self::Refused,
        Self::Cursor,
        Self::Selection,
        Self::Input,
        Self::Error,
        Self::Warning,
        Self::Ok,
        Self::Hint,
        Self::HintKey,
        Self::StatusOnline,
        Self::StatusQueued,
        Self::StatusOffline,
        Self::StatusConflict,
        Self::Popup,
        Self::PopupTitle,
        Self::PopupBorder,
    ];

    /// The name in a theme file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Muted => "muted",
            Self::Title => "title",
            Self::Border => "border",
            Self::Head => "head",
            Self::HeadCurrent => "head-current",
            Self::Mark => "mark",
            Self::MarkLow => "mark-low",
            Self::Absent => "absent",
            Self::Late => "late",
            Self::Exempt => "exempt",
            Self::Excused => "excused",
            Self::Point => "point",
            Self::Summary => "summary",
            Self::Pending => "pending",
            Self::Conflict => "conflict",
            Self::Refused => "refused",
            Self::Cursor => "cursor",
            Self::Selection => "selection",
            Self::Input => "input",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Ok => "ok",
            Self::Hint => "hint",
            Self::HintKey => "hint-key",
            Self::StatusOnline => "status-online",
            Self::StatusQueued => "status-queued",
            Self::StatusOffline => "status-offline",
            Self::StatusConflict => "status-conflict",
            Self::Popup => "popup",
            Self::PopupTitle => "popup-title",
            Self::PopupBorder => "popup-border",
        }
    }

    /// The role of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// The wider meaning whose style is taken when a theme does not give this role its own.
    pub const fn kind_of(self) -> Option<Self> {
        Some(match self {
            Self::Text => return None,
            Self::Head | Self::PopupTitle | Self::HintKey => Self::Title,
            Self::HeadCurrent => Self::Head,
            Self::MarkLow | Self::Absent | Self::Point => Self::Mark,
            Self::Late | Self::Excused => Self::Absent,
            Self::Exempt => Self::Excused,
            Self::Pending | Self::Hint => Self::Muted,
            Self::Conflict | Self::Refused | Self::Warning => Self::Error,
            Self::Selection => Self::Cursor,
            Self::StatusOnline => Self::Ok,
            Self::StatusQueued | Self::StatusOffline => Self::Warning,
            Self::StatusConflict => Self::Conflict,
            Self::PopupBorder => Self::Border,
            Self::Muted
            | Self::Title
            | Self::Border
            | Self::Mark
            | Self::Summary
            | Self::Cursor
            | Self::Input
            | Self::Error
            | Self::Ok
            | Self::Popup => Self::Text,
        })
    }

    /// The role and its wider meanings, the nearest first.
    pub fn lineage(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |role| role.kind_of())
    }
}
