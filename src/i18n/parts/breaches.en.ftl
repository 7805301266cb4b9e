# A password got known: the report, and what was written under it.

title-breaches = Reports of passwords that got known
no-breaches = There are no reports of passwords that got known.
column-learned = Learned
column-reported = Reported
column-in-time = Term
column-void-since = Void since
breach-in-time = in time
breach-late = late
breach-closed = closed
breach-renewed = new password
breach-told-by = reported by { $by }
breach-due = to be reported by { $due }, { $clause }
breach-ground = from another moment: { $ground }

title-breach = Changes since a password got known
title-breach-of = Since the password got known: { $name }, { $since }
no-breach-writes = Nothing was written under this password since then.
column-place = Where
breach-record-made = record made
breach-record-changed = record changed
breach-record-removed = record removed
breach-fate-open = undecided
breach-fate-open-overwritten = overwritten since
breach-fate-confirmed = confirmed
breach-fate-void = void
breach-fate-overwritten = void, overwritten since
breach-fate-stays = void, cannot go back
breach-not-yours = An administrator decides.
breach-decided = That is decided already.
breach-summary = undecided { $open }, void { $void }, confirmed { $confirmed }
hint-confirm-change = confirm
hint-void = void the rest
title-void = Void the changes
breach-void-question = { $name }: { $count ->
        [one] { $count } change
       *[other] { $count } changes
    } since { $since } will be void, and what was before stands again. { $overwritten ->
        [0] Nobody else has written there since.
        [one] At { $overwritten } of them another has written since: that stays.
       *[other] At { $overwritten } of them others have written since: that stays.
    } Confirmed ones stand. Nothing is erased: the history shows all of it.
void-keys = Enter voids them, Esc leaves them.

title-report-breach = A password got known
title-report-breach-of = A password got known: { $name }
report-breach-intro = The director and the administrators hear of it at once. All your sessions end, and only a new password from an administrator lets you in. What was not sent yet stays on this computer.
report-breach-intro-of = All sessions of this account end at once, and only a new password lets in.
label-learned-day = Learned, day
hint-learned-day = When the person learned that the password got known.
label-learned-time = Learned, time
hint-time = Hours and minutes: 9:30.
label-breach-note = What happened
hint-breach-note = In a line: where and how the password got known.
label-since-day = Void since, day
hint-since-day = If somebody else came in before it was reported. Empty: from this minute.
label-since-time = Void since, time
label-since-ground = How that is known
hint-since-ground = The ground: who said so, which entry of the access log.
breach-no-time = A time is written like this: 9:30.
breach-ahead = That time has not come yet.
breach-no-ground = Write how that is known.
breach-asking = The server is writing it down…
breach-reported = The report is received: sign-in is closed until a new password is given.
breach-reported-own = The report is received; the director and the administrators see it. Your sessions have ended. An administrator gives you a new password; what was typed and not sent goes when you sign in with it here.
breach-confirmed = Confirmed: the change stands.
breach-voided = Void: { $voided ->
        [one] { $voided } change
       *[other] { $voided } changes
    }; brought back { $restored }, overwritten by others { $overwritten }, cannot go back { $stay }.

history-void = void: that the password got known was reported { $at }
history-back = what was before void changes was brought back

# The command zhurnal breach.
breach-table-id = No.
breach-table-person = Whose password
breach-table-by = Reported by
breach-table-note = What happened
breach-table-ground = Ground
breach-table-place = Where
breach-table-was = Was
breach-table-became = Became
breach-page-head = A password got known: { $name }. Learned { $learned }, reported { $received }{ $term ->
    [in] , in time
    [late] , late
   *[none] { "" }
}. Void since { $since }.
breach-is-set = Written down: void since { $since }.
breach-no-moment = A moment is written like this: 2026-11-16T09:30.
