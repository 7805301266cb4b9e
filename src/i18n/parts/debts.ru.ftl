# Задолженности, предметы учителей и кабинетов, что исправить

record-debt = задолженность
record-debt-list = Задолженности
record-debt-about = Кто что не сдал, до какого дня и когда погасил
record-debt-pupil = Ученик
record-debt-pupil-hint = начните печатать фамилию или F4
record-debt-subject = Предмет
record-debt-subject-hint = начните печатать или F4
record-debt-since = За период по
record-debt-since-hint = последний день четверти или года, за который долг
record-debt-due = Погасить до
record-debt-due-hint = последний день, когда можно сдать
record-debt-tried = Сдавал
record-debt-tried-hint = день первой попытки
record-debt-again = Повторно
record-debt-again-hint = день второй попытки, с комиссией
record-debt-cleared = Погашена
record-debt-cleared-hint = день, когда сдано; пусто — не погашена

record-subject-teacher = педагог предмета
record-subject-teacher-list = Педагоги предметов
record-subject-teacher-about = Кто какой предмет может вести
record-subject-teacher-subject = Предмет
record-subject-teacher-subject-hint = начните печатать или F4
record-subject-teacher-teacher = Педагог
record-subject-teacher-teacher-hint = начните печатать фамилию или F4

record-subject-room = кабинет предмета
record-subject-room-list = Где какой предмет
record-subject-room-about = В каких кабинетах идут уроки предмета
record-subject-room-subject = Предмет
record-subject-room-subject-hint = начните печатать или F4
record-subject-room-room = Кабинет
record-subject-room-room-hint = начните печатать или F4

record-slip = выдача реквизитов
record-slip-list = Выданные реквизиты
record-slip-about = Кому, когда и кем выдан листок с паролем, подписана ли ведомость
record-slip-person = Кому
record-slip-person-hint = начните печатать фамилию или F4
record-slip-given = Выдано
record-slip-given-hint = день, когда отдан листок
record-slip-by = Кем
record-slip-by-hint = кто выдал: начните печатать фамилию или F4
record-slip-signed = Подпись
record-slip-signed-hint = день подписи в ведомости; пусто — ведомость не вернулась

# Что исправить
open-gaps = Открыть «Что исправить»
    .also = проверка пробелы противоречия долги задолженности без приказа без учителя без класса
title-gaps = Что исправить
column-gap = Что не так
column-of-what = Где
column-more = Подробнее
no-gaps = Исправлять нечего: пробелов и противоречий в записях не найдено.
gaps-summary = всего { $count }{ $late ->
    [0] {""}
   *[other] , просрочено { $late }
}
gap-late = срок прошёл
gap-pupils = { $count ->
    [one] { $count } ученик
    [few] { $count } ученика
   *[many] { $count } учеников
}
gap = { $sort ->
    [class-unled] класс без руководителя
    [class-empty] класс без учеников
    [pupil-nowhere] ученик ни в каком классе
    [pupil-twice] сразу в двух подгруппах
    [journal-untaught] журнал без учителя
    [teacher-unlinked] учитель не по предмету
    [class-unpromoted] без приказа о переводе
    [pupil-ungraduated] без приказа о выпуске
    [promoted-with-debt] с долгом переведён без условия
    [condition-unsaid] условный перевод без долгов
   *[debt-overdue] долг не погашен в срок
}
gap-how = { $sort ->
    [class-unled] Enter: назначить классного руководителя
    [class-empty] Enter: приказ о зачислении или переводе в класс
    [pupil-nowhere] Enter: приказ о зачислении, переводе или отчислении
    [pupil-twice] Enter: второе место — закройте его или уберите
    [journal-untaught] Enter: назначить учителя
    [teacher-unlinked] Enter: назначение; или добавьте его в «Педагоги предметов»
    [class-unpromoted] Enter: приказ о переводе на следующий год
    [pupil-ungraduated] Enter: приказ о выпуске или повторном обучении
    [promoted-with-debt] Enter: строка приказа — должно быть «переведён условно»
    [condition-unsaid] Enter: запишите, по каким предметам задолженность
   *[debt-overdue] Enter: отметьте, когда погашена, или новый срок
}

# Что следует из назначений и переводов
effect-promoted-with-debt = { $title } переводится без условия, а не сдано: { $owed }
effect-no-pupil = { $title } — не ученик школы: проверьте, того ли вы выбрали
effect-name-known = { $title } — такой человек уже записан: убедитесь, что это другой
effect-condition-unsaid = { $title }: перевод условный, а задолженностей не записано
effect-teacher-unlinked = { $title } не среди педагогов предмета «{ $subject }»
book-debts-left = не сдано: { $debts }
book-debt-until = { $subject } до { $day }
book-debts-cleared = долги погашены, перевод уже не условный
book-debt-late = { $subject }: погашение отмечено позже срока на { $late ->
    [one] { $late } день
    [few] { $late } дня
   *[many] { $late } дней
}

# Приказ на целый класс
column-whole-class = Целый класс
hint-whole-class = строки на всех учеников класса сразу: выберите класс
