# Пароль стал известен другому: сообщение, и что под ним записано.

title-breaches = Сообщения об утечке паролей
no-breaches = Сообщений об утечке паролей нет.
column-learned = Узнал
column-reported = Сообщено
column-in-time = Срок
column-void-since = Недейств. с
breach-in-time = в срок
breach-late = позже
breach-closed = вход закрыт
breach-renewed = новый пароль
breach-told-by = сообщил { $by }
breach-due = срок сообщения — { $due }, { $clause }
breach-ground = с другого времени: { $ground }

title-breach = Изменения после утечки пароля
title-breach-of = После утечки пароля: { $name }, с { $since }
no-breach-writes = Под этим паролем с того времени ничего не записано.
column-place = Где
breach-record-made = запись сделана
breach-record-changed = запись изменена
breach-record-removed = запись убрана
breach-fate-open = не решено
breach-fate-open-overwritten = переписано другим
breach-fate-confirmed = подтверждено
breach-fate-void = недействительно
breach-fate-overwritten = недействительно, переписано другим
breach-fate-stays = недействительно, вернуть нельзя
breach-not-yours = Решает администратор.
breach-decided = Это уже решено.
breach-summary = не решено { $open }, недействительно { $void }, подтверждено { $confirmed }
hint-confirm-change = подтвердить
hint-void = недействительны
title-void = Признать недействительными
breach-void-question = { $name }: { $count ->
        [one] { $count } изменение
        [few] { $count } изменения
       *[many] { $count } изменений
    } с { $since } станут недействительными, вернётся то, что было до них. { $overwritten ->
        [0] Другие там с тех пор не писали.
        [one] На месте { $overwritten } из них уже писал другой: его запись останется.
       *[many] На месте { $overwritten } из них уже писали другие: их записи останутся.
    } Подтверждённые остаются. Ничего не стирается: всё видно в истории.
void-keys = Enter — признать недействительными, Esc — оставить.

title-report-breach = Пароль стал известен другому
title-report-breach-of = Пароль стал известен другому: { $name }
report-breach-intro = Директор и администраторы узнают сразу. Все ваши сеансы закончатся, войти можно будет только с новым паролем, который даст администратор. Что ещё не отправлено, останется на этом компьютере.
report-breach-intro-of = Все сеансы этой учётной записи закончатся сразу, войти можно будет только с новым паролем.
label-learned-day = Узнал, день
hint-learned-day = Когда человек узнал, что его пароль стал известен.
label-learned-time = Узнал, время
hint-time = Часы и минуты: 9:30.
label-breach-note = Что случилось
hint-breach-note = Одной строкой: где и как пароль стал известен.
label-since-day = Недействительно с, день
hint-since-day = Если чужой входил раньше, чем об этом сообщили. Пусто — с этой минуты.
label-since-time = Недействительно с, время
label-since-ground = Откуда это известно
hint-since-ground = Основание: по чьим словам, по какой записи журнала доступа.
breach-no-time = Время пишут так: 9:30.
breach-ahead = Это время ещё не наступило.
breach-no-ground = Напишите, откуда это известно.
breach-asking = Сервер записывает…
breach-reported = Сообщение принято: вход закрыт до нового пароля.
breach-reported-own = Сообщение принято, директор и администраторы его видят. Ваши сеансы закончены. Новый пароль даст администратор; набранное и не отправленное уйдёт, когда вы войдёте с ним здесь.
breach-confirmed = Подтверждено: изменение остаётся.
breach-voided = Недействительно { $voided ->
        [one] { $voided } изменение
        [few] { $voided } изменения
       *[many] { $voided } изменений
    }: возвращено { $restored }, переписано другими { $overwritten }, вернуть нельзя { $stay }.

history-void = недействительно: об утечке пароля сообщено { $at }
history-back = возвращено то, что было до недействительных изменений

# Команда zhurnal breach.
breach-table-id = №
breach-table-person = Чей пароль
breach-table-by = Сообщил
breach-table-note = Что случилось
breach-table-ground = Основание
breach-table-place = Где
breach-table-was = Было
breach-table-became = Стало
breach-page-head = Пароль стал известен другому: { $name }. Узнал { $learned }, сообщено { $received }{ $term ->
    [in] , в срок
    [late] , позже срока
   *[none] { "" }
}. Недействительно с { $since }.
breach-is-set = Записано: недействительно с { $since }.
breach-no-moment = Время пишут так: 2026-11-16T09:30.
