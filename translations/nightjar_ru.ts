<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en_US">
<context>
    <name>AcceptPage</name>
    <message>
        <source>I have an invitation</source>
        <translation>У меня есть приглашение</translation>
    </message>
    <message>
        <source>Paste the link that you were sent, or a picture of the QR code.</source>
        <translation>Вставьте присланную ссылку или изображение QR-кода.</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>Приглашение</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Вставить</translation>
    </message>
    <message>
        <source>Open a picture</source>
        <translation>Открыть картинку</translation>
    </message>
    <message>
        <source>What do you call them?</source>
        <translation>Как вы его назовёте?</translation>
    </message>
    <message>
        <source>Empty: as they call themselves</source>
        <translation>Пусто: как он сам себя назвал</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Спрашиваем сервер…</translation>
    </message>
    <message>
        <source>Accept the invitation</source>
        <translation>Принять приглашение</translation>
    </message>
    <message>
        <source>The one who invited you learns the name from your settings, nothing else. You can compare a safety number with them afterwards.</source>
        <translation>Пригласивший узнает только имя из ваших настроек и больше ничего. Потом можно сверить с ним код безопасности.</translation>
    </message>
    <message>
        <source>A picture of the QR code</source>
        <translation>Изображение QR-кода</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Изображения</translation>
    </message>
    <message>
        <source>This leads into a secret group</source>
        <translation>Это вход в секретную группу</translation>
    </message>
    <message>
        <source>This leads into a secret chat</source>
        <translation>Это вход в секретный чат</translation>
    </message>
    <message>
        <source>Everything in it is destroyed for everybody on %1.</source>
        <extracomment>%1 is a moment: 3 May, 12:00</extracomment>
        <translation>Всё в нём будет уничтожено у всех %1.</translation>
    </message>
    <message>
        <source>Messages in it are deleted on all sides %1.</source>
        <extracomment>%1 says when: 5 minutes after they were read</extracomment>
        <translation>Сообщения в нём удаляются у всех %1.</translation>
    </message>
    <message>
        <source>You are there under a nickname only, with keys of its own, and everything goes through the server. At the end all of it goes, the nickname too.</source>
        <translation>Вы там только под псевдонимом, с отдельными ключами, и всё идёт через сервер. В конце исчезает всё, и псевдоним тоже.</translation>
    </message>
    <message>
        <source>Your nickname there</source>
        <translation>Ваш псевдоним там</translation>
    </message>
    <message>
        <source>How the others see you</source>
        <translation>Как вас видят другие</translation>
    </message>
    <message>
        <source>Join the secret chat</source>
        <translation>Войти в секретный чат</translation>
    </message>
    <message>
        <source>They may delete here, too</source>
        <translation>Собеседник может удалять и здесь</translation>
    </message>
    <message>
        <source>What they take back, or the whole conversation, is then deleted on this device as well. They are told which it is.</source>
        <translation>Тогда то, что он отзовёт, или вся переписка удалится и на этом устройстве. Собеседнику говорят, разрешено ли это.</translation>
    </message>
    <message>
        <source>Scan with the camera</source>
        <translation>Сканировать камерой</translation>
    </message>
</context>
<context>
    <name>AddressCard</name>
    <message>
        <source>Made %1</source>
        <translation>Создан %1</translation>
    </message>
    <message>
        <source>QR code of the public address</source>
        <translation>QR-код публичного адреса</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Скопировано</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>Скопировать ссылку</translation>
    </message>
    <message>
        <source>Came in the last 24 hours</source>
        <translation>Пришло за сутки</translation>
    </message>
    <message>
        <source>Can come while you are away</source>
        <translation>Могут прийти без вас</translation>
    </message>
    <message>
        <source>How many may come</source>
        <translation>Сколько человек может прийти</translation>
    </message>
    <message>
        <source>%1 an hour, %2 a day</source>
        <translation>%1 в час, %2 в сутки</translation>
    </message>
    <message>
        <source>Delete this address</source>
        <translation>Удалить этот адрес</translation>
    </message>
    <message>
        <source>Nobody can come through it then. Contacts you have stay, and so do those who wait for your yes.</source>
        <translation>Прийти через него больше нельзя. Ваши контакты останутся, как и те, кто ждёт ответа.</translation>
    </message>
</context>
<context>
    <name>AddressesPage</name>
    <message>
        <source>Public address</source>
        <translation>Публичный адрес</translation>
    </message>
    <message>
        <source>A link for everybody</source>
        <translation>Ссылка для всех</translation>
    </message>
    <message>
        <source>Put it on a card or a page. Whoever opens it asks to write to you, and nothing is answered until you say yes.</source>
        <translation>Для визитки или сайта. Кто её откроет, попросится к вам, и без вашего согласия ответа не будет.</translation>
    </message>
    <message>
        <source>The server has given up one of your addresses: it was not used for long, or got lost there. Make a new one.</source>
        <translation>Сервер забыл один из ваших адресов: им долго не пользовались или он потерялся. Создайте новый.</translation>
    </message>
    <message>
        <source>Make a public address</source>
        <translation>Создать публичный адрес</translation>
    </message>
    <message>
        <source>Make another one</source>
        <translation>Создать ещё один</translation>
    </message>
    <message>
        <source>A public address tells nothing about you but which server you use. For one person a one-time invitation is better: nobody else can come through it.</source>
        <translation>Публичный адрес выдаёт только ваш сервер. Для одного человека лучше одноразовое приглашение: через него не придёт никто другой.</translation>
    </message>
</context>
<context>
    <name>AttachSheet</name>
    <message>
        <source>Send</source>
        <translation>Отправить</translation>
    </message>
    <message>
        <source>Files or photos</source>
        <translation>Файлы или фото</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>Место</translation>
    </message>
    <message>
        <source>Contact card</source>
        <translation>Карточка контакта</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Камера</translation>
    </message>
</context>
<context>
    <name>AttachmentActions</name>
    <message>
        <source>Show</source>
        <translation>Показать</translation>
    </message>
    <message>
        <source>Open with another program</source>
        <translation>Открыть другой программой</translation>
    </message>
    <message>
        <source>It lies outside of Nightjar until you lock it.</source>
        <translation>Файл лежит вне Nightjar, пока вы его не заблокируете.</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>Загрузить</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Ещё раз</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Приостановить</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Сохранить как…</translation>
    </message>
    <message>
        <source>Cancel for both</source>
        <translation>Отменить у обоих</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Смотреть</translation>
    </message>
</context>
<context>
    <name>BackupStep</name>
    <message>
        <source>Which backup?</source>
        <translation>Какая резервная копия?</translation>
    </message>
    <message>
        <source>Your identity goes on here with everything that was in it then. The device that the backup is of stops.</source>
        <translation>Ваша личность продолжит жить здесь со всем, что в ней тогда было. Устройство, с которого снята копия, остановится.</translation>
    </message>
    <message>
        <source>Choose the file</source>
        <translation>Выбрать файл</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Восстановить</translation>
    </message>
    <message>
        <source>Reading the backup…</source>
        <translation>Чтение копии…</translation>
    </message>
    <message>
        <source>The passphrase of the backup, not your PIN.</source>
        <translation>Парольная фраза копии, а не ваш ПИН-код.</translation>
    </message>
    <message>
        <source>Nightjar backups</source>
        <translation>Резервные копии Nightjar</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Все файлы</translation>
    </message>
</context>
<context>
    <name>CallBar</name>
    <message>
        <source>Call with %1, %2</source>
        <translation>Звонок: %1, %2</translation>
    </message>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
    <message>
        <source>Back to the call. %1</source>
        <translation>Вернуться к звонку. %1</translation>
    </message>
</context>
<context>
    <name>CallLogPage</name>
    <message>
        <source>Calls</source>
        <translation>Звонки</translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation>Звонков ещё не было</translation>
    </message>
    <message>
        <source>Open a chat and press the receiver. A call starts on any link that moves at all.</source>
        <translation>Откройте чат и нажмите на трубку. Звонок начнётся на любой связи, которая хоть как-то движется.</translation>
    </message>
</context>
<context>
    <name>CallLogRow</name>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
    <message>
        <source>%1, %2, %3. Press to call back.</source>
        <translation>%1, %2, %3. Нажмите, чтобы перезвонить.</translation>
    </message>
</context>
<context>
    <name>CallPage</name>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
    <message>
        <source>Calling…</source>
        <translation>Вызываем…</translation>
    </message>
    <message>
        <source>Ringing at theirs…</source>
        <translation>У собеседника звонит…</translation>
    </message>
    <message>
        <source>is calling you</source>
        <translation>звонит вам</translation>
    </message>
    <message>
        <source>Connecting through the server…</source>
        <translation>Соединяем через сервер…</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Соединение…</translation>
    </message>
    <message>
        <source>The link is gone. Holding the line…</source>
        <translation>Связь пропала. Держим линию…</translation>
    </message>
    <message>
        <source>Direct link</source>
        <translation>Прямая связь</translation>
    </message>
    <message>
        <source>Through the server</source>
        <translation>Через сервер</translation>
    </message>
    <message>
        <source>%1 kbit/s</source>
        <extracomment>%1 is a data rate in kbit/s</extracomment>
        <translation>%1 кбит/с</translation>
    </message>
    <message>
        <source>This machine has no microphone and no loudspeaker: the call is silent on your side.</source>
        <translation>Здесь нет ни микрофона, ни динамика: с вашей стороны звонок беззвучен.</translation>
    </message>
    <message>
        <source>This machine has no microphone: they cannot hear you.</source>
        <translation>Здесь нет микрофона: вас не слышно.</translation>
    </message>
    <message>
        <source>This machine has no loudspeaker: you cannot hear them.</source>
        <translation>Здесь нет динамика: вы не слышите собеседника.</translation>
    </message>
    <message>
        <source>Call with %1</source>
        <translation>Звонок: %1</translation>
    </message>
    <message>
        <source>Back to the conversations</source>
        <translation>Вернуться к разговорам</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>Отклонить</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Ответить</translation>
    </message>
    <message>
        <source>Muted</source>
        <translation>Без звука</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Микрофон</translation>
    </message>
    <message>
        <source>Hang up</source>
        <translation>Завершить</translation>
    </message>
    <message>
        <source>Call again</source>
        <translation>Ещё раз</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>На удержании</translation>
    </message>
    <message>
        <source>They put you on hold</source>
        <translation>Вас поставили на удержание</translation>
    </message>
    <message>
        <source>The link stays away. Hold the key and speak: it is delivered later, as a voice message.</source>
        <translation>Связь не возвращается. Удерживайте кнопку и говорите: это дойдёт позже голосовым сообщением.</translation>
    </message>
    <message>
        <source>Your address is hidden from them.</source>
        <translation>Ваш адрес от собеседника скрыт.</translation>
    </message>
    <message>
        <source>You are heard</source>
        <translation>Вас слышно</translation>
    </message>
    <message>
        <source>Hold to talk</source>
        <translation>Удерживайте и говорите</translation>
    </message>
    <message>
        <source>Hold to talk, with the space bar too</source>
        <translation>Удерживайте и говорите, можно и пробелом</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Удержать</translation>
    </message>
    <message>
        <source>By key</source>
        <translation>По кнопке</translation>
    </message>
    <message>
        <source>Talk freely again</source>
        <translation>Снова говорить свободно</translation>
    </message>
    <message>
        <source>Push to talk: for the narrowest links</source>
        <translation>Говорить по кнопке: для самой узкой связи</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Сообщение</translation>
    </message>
    <message>
        <source>Decline with a message</source>
        <translation>Отклонить с сообщением</translation>
    </message>
</context>
<context>
    <name>CalmPage</name>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
</context>
<context>
    <name>CameraStage</name>
    <message>
        <source>Scan an invitation</source>
        <translation>Сканирование приглашения</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Камера</translation>
    </message>
    <message>
        <source>Another camera</source>
        <translation>Другая камера</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>What the camera sees</source>
        <translation>Что видит камера</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Попробовать снова</translation>
    </message>
    <message>
        <source>This QR code is no invitation to Nightjar. Hold another one in front of the camera.</source>
        <translation>Это не приглашение Nightjar. Поднесите к камере другой QR-код.</translation>
    </message>
    <message>
        <source>Hold the QR code of an invitation in front of the camera.</source>
        <translation>Поднесите QR-код приглашения к камере.</translation>
    </message>
    <message>
        <source>Take the photo</source>
        <translation>Сделать снимок</translation>
    </message>
</context>
<context>
    <name>CapSheet</name>
    <message>
        <source>Call all the same?</source>
        <translation>Всё равно позвонить?</translation>
    </message>
    <message>
        <source>The bytes that you allow for this month are spent. On a narrow link a minute of speech takes about 80 kB, on a fast one about 600 kB.</source>
        <translation>Разрешённый на этот месяц трафик израсходован. Минута разговора занимает около 80 кБ на узком канале и около 600 кБ на быстром.</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Позвонить</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Не сейчас</translation>
    </message>
</context>
<context>
    <name>CardBubble</name>
    <message>
        <source>Contact card</source>
        <translation>Карточка контакта</translation>
    </message>
    <message>
        <source>Write to them</source>
        <translation>Написать</translation>
    </message>
</context>
<context>
    <name>CardSheet</name>
    <message>
        <source>Send a contact card</source>
        <translation>Отправить карточку контакта</translation>
    </message>
    <message>
        <source>It tells a name and a public address. Whoever gets it may pass it on.</source>
        <translation>В ней имя и публичный адрес. Тот, кто её получит, может передать её дальше.</translation>
    </message>
    <message>
        <source>Nobody you know has a public address, and you have none. Invitations for one person are not passed on.</source>
        <translation>Ни у кого из ваших контактов нет публичного адреса, и у вас тоже. Приглашения для одного человека не пересылаются.</translation>
    </message>
    <message>
        <source>Yourself: %1</source>
        <translation>Вы: %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>ChatListPage</name>
    <message>
        <source>No server is set. Messages wait here until there is one.</source>
        <translation>Сервер не задан. Сообщения подождут, пока он появится.</translation>
    </message>
    <message>
        <source>No connection to the server. Messages wait here and go out by themselves.</source>
        <translation>Нет связи с сервером. Сообщения подождут и уйдут сами.</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Чаты</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Соединяемся…</translation>
    </message>
    <message>
        <source>Invite somebody or accept an invitation</source>
        <translation>Пригласить или принять приглашение</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Задать</translation>
    </message>
    <message>
        <source>Nobody here yet</source>
        <translation>Пока никого</translation>
    </message>
    <message>
        <source>Two people meet by an invitation: one makes it, the other opens it. It works once.</source>
        <translation>Двое встречаются по приглашению: один его создаёт, другой открывает. Оно действует один раз.</translation>
    </message>
    <message>
        <source>Invite somebody</source>
        <translation>Пригласить</translation>
    </message>
    <message>
        <source>I have an invitation</source>
        <translation>У меня есть приглашение</translation>
    </message>
    <message>
        <source>A new contact</source>
        <translation>Новый контакт</translation>
    </message>
    <message>
        <source>A link or a QR code that works once</source>
        <translation>Одноразовая ссылка или QR-код</translation>
    </message>
    <message>
        <source>Paste it, or open a picture of it</source>
        <translation>Вставьте его или откройте картинку</translation>
    </message>
    <message>
        <source>Search chats and messages</source>
        <translation>Поиск по чатам и сообщениям</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Звонки</translation>
    </message>
    <message numerus="yes">
        <source>Identities, %n unread</source>
        <extracomment>%n is a number of unread messages</extracomment>
        <translation>
            <numerusform>Личности, %n непрочитанное</numerusform>
            <numerusform>Личности, %n непрочитанных</numerusform>
            <numerusform>Личности, %n непрочитанных</numerusform>
        </translation>
    </message>
    <message>
        <source>Identities</source>
        <translation>Личности</translation>
    </message>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
    <message>
        <source>Closed</source>
        <extracomment>%n is a number of unread messages</extracomment>
        <translation>Закрыта</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n непрочитанное</numerusform>
            <numerusform>%n непрочитанных</numerusform>
            <numerusform>%n непрочитанных</numerusform>
        </translation>
    </message>
    <message>
        <source>Private identities</source>
        <translation>Скрытые личности</translation>
    </message>
    <message>
        <source>Make, open, close or delete one</source>
        <translation>Создать, открыть, закрыть или удалить</translation>
    </message>
    <message>
        <source>New secret chat</source>
        <translation>Новый секретный чат</translation>
    </message>
    <message>
        <source>A nickname, keys of its own, and an end for all of it</source>
        <translation>Псевдоним, отдельные ключи и конец для всего</translation>
    </message>
    <message>
        <source>The bytes that you allow for this month are spent. Nothing is fetched by itself until it ends.</source>
        <translation>Разрешённый на этот месяц трафик израсходован. До конца месяца ничего не загружается само.</translation>
    </message>
    <message>
        <source>%1 % of the bytes that you allow for this month are spent.</source>
        <extracomment>%1 is a number</extracomment>
        <translation>Израсходовано %1 % трафика, разрешённого на этот месяц.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>ChatPinPage</name>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
    <message>
        <source>A PIN for the chat with %1</source>
        <translation>PIN для чата: %1</translation>
    </message>
    <message>
        <source>The same PIN once more</source>
        <translation>Тот же PIN ещё раз</translation>
    </message>
    <message>
        <source>The PIN of the chat with %1</source>
        <translation>PIN чата: %1</translation>
    </message>
    <message>
        <source>The PIN of a hidden chat</source>
        <translation>PIN скрытого чата</translation>
    </message>
    <message>
        <source>While the chat is locked nothing of it is shown, found or announced, and nothing of it is in memory. What is sent to you waits at the server. Nobody can open it without this PIN, not even you.</source>
        <translation>Пока чат закрыт, ничто из него не показывается, не находится поиском и не приходит в уведомлениях, и ничего из него нет в памяти. Присланное ждёт на сервере. Без этого PIN его не откроет никто, даже вы.</translation>
    </message>
    <message>
        <source>The chat goes back among the others and needs no PIN any more.</source>
        <translation>Чат вернётся к остальным, и PIN больше не понадобится.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Один момент…</translation>
    </message>
    <message>
        <source>%1 The next attempt is possible in %2.</source>
        <translation>%1 Следующая попытка возможна через %2.</translation>
    </message>
    <message>
        <source>Lock this chat</source>
        <translation>Закрыть этот чат</translation>
    </message>
    <message>
        <source>Open a locked chat</source>
        <translation>Открыть закрытый чат</translation>
    </message>
    <message>
        <source>No PIN any more</source>
        <translation>Больше без PIN</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Дальше</translation>
    </message>
    <message>
        <source>Use the PIN pad</source>
        <translation>Набрать PIN</translation>
    </message>
    <message>
        <source>Use a passphrase</source>
        <translation>Ввести парольную фразу</translation>
    </message>
    <message>
        <source>It stays open</source>
        <translation>Останется открытым</translation>
    </message>
    <message>
        <source>For 5 minutes</source>
        <translation>На 5 минут</translation>
    </message>
    <message>
        <source>For an hour</source>
        <translation>На час</translation>
    </message>
    <message>
        <source>Until Nightjar is locked</source>
        <translation>Пока Nightjar не заблокирован</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Скрытый</translation>
    </message>
    <message>
        <source>Not in the list of chats</source>
        <translation>Не показывать в списке чатов</translation>
    </message>
    <message>
        <source>Whoever knows its PIN finds it: Settings, Private identities, Open a hidden chat.</source>
        <translation>Найти его может тот, кто знает PIN: Настройки, Скрытые личности, Открыть скрытый чат.</translation>
    </message>
</context>
<context>
    <name>ChatRow</name>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
    <message>
        <source>Has removed you</source>
        <translation>Удалил вас</translation>
    </message>
    <message>
        <source>Waiting for their first answer…</source>
        <translation>Ждём первого ответа…</translation>
    </message>
    <message>
        <source>No messages yet</source>
        <translation>Сообщений пока нет</translation>
    </message>
    <message>
        <source>Draft: %1</source>
        <translation>Черновик: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <extracomment>%n is a number of unread messages</extracomment>
        <translation>
            <numerusform>%n непрочитанное</numerusform>
            <numerusform>%n непрочитанных</numerusform>
            <numerusform>%n непрочитанных</numerusform>
        </translation>
    </message>
    <message>
        <source>Draft:</source>
        <translation>Черновик:</translation>
    </message>
    <message>
        <source>is writing…</source>
        <translation>печатает…</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Заблокирован</translation>
    </message>
    <message>
        <source>Wants to talk to you</source>
        <translation>Хочет с вами поговорить</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Message</source>
        <translation>Сообщение</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Напишите сообщение</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Отправить</translation>
    </message>
    <message>
        <source>Send a file, a place or a contact</source>
        <translation>Отправить файл, место или контакт</translation>
    </message>
    <message>
        <source>Emoji</source>
        <translation>Эмодзи</translation>
    </message>
    <message>
        <source>Save the change</source>
        <translation>Сохранить правку</translation>
    </message>
    <message>
        <source>Pause the recording</source>
        <translation>Приостановить запись</translation>
    </message>
    <message>
        <source>Go on recording</source>
        <translation>Продолжить запись</translation>
    </message>
    <message>
        <source>Record a voice message</source>
        <translation>Записать голосовое сообщение</translation>
    </message>
</context>
<context>
    <name>ComposerAbout</name>
    <message>
        <source>Edit your message</source>
        <translation>Правка вашего сообщения</translation>
    </message>
    <message>
        <source>Reply to yourself</source>
        <extracomment>%1 is a name</extracomment>
        <translation>Ответ себе</translation>
    </message>
    <message>
        <source>Reply to %1</source>
        <translation>Ответ: %1</translation>
    </message>
    <message>
        <source>Leave it as it was</source>
        <translation>Оставить как было</translation>
    </message>
    <message>
        <source>No reply</source>
        <translation>Не отвечать на это</translation>
    </message>
</context>
<context>
    <name>ConnectionPage</name>
    <message>
        <source>Connection</source>
        <translation>Соединение</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Сервер</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Время туда и обратно</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <extracomment>%1 is a number of milliseconds</extracomment>
        <translation>%1 мс</translation>
    </message>
    <message>
        <source>Not measured yet</source>
        <translation>Ещё не измерено</translation>
    </message>
    <message>
        <source>Kind of link</source>
        <translation>Вид связи</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Ждёт отправки</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s)</source>
        <extracomment>%n is a number of messages</extracomment>
        <translation>
            <numerusform>%n сообщение</numerusform>
            <numerusform>%n сообщения</numerusform>
            <numerusform>%n сообщений</numerusform>
        </translation>
    </message>
    <message>
        <source>Your network</source>
        <translation>Ваша сеть</translation>
    </message>
    <message>
        <source>Your router</source>
        <translation>Ваш роутер</translation>
    </message>
    <message>
        <source>Your address as seen from outside</source>
        <translation>Ваш адрес, видимый снаружи</translation>
    </message>
    <message>
        <source>Opened by the router (%1)</source>
        <extracomment>%1 is PCP, NAT-PMP or UPNP</extracomment>
        <translation>Открыто роутером (%1)</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Приватность</translation>
    </message>
    <message>
        <source>Invisible</source>
        <translation>Невидимка</translation>
    </message>
    <message>
        <source>Everything goes through the server, and nobody you talk to learns your address. Calls and files may be slower.</source>
        <translation>Всё идёт через сервер, и никто из собеседников не узнает ваш адрес. Звонки и файлы могут быть медленнее.</translation>
    </message>
    <message>
        <source>The link to one contact is on the page of that contact.</source>
        <translation>Связь с отдельным контактом показана на его странице.</translation>
    </message>
    <message>
        <source>Way to the server</source>
        <translation>Связь с сервером</translation>
    </message>
    <message>
        <source>Sent since the start</source>
        <translation>Отправлено с запуска</translation>
    </message>
    <message>
        <source>Received since the start</source>
        <translation>Получено с запуска</translation>
    </message>
    <message>
        <source>At present, per hour</source>
        <translation>Сейчас, за час</translation>
    </message>
    <message>
        <source>To stay reachable, per hour</source>
        <translation>Чтобы быть на связи, за час</translation>
    </message>
    <message>
        <source>Silence your router bears</source>
        <translation>Молчание, которое терпит роутер</translation>
    </message>
    <message>
        <source>Known after a minute</source>
        <translation>Станет известно через минуту</translation>
    </message>
    <message>
        <source>How it maps ports</source>
        <translation>Как он назначает порты</translation>
    </message>
    <message>
        <source>Whom it lets in</source>
        <translation>Кого он пропускает</translation>
    </message>
</context>
<context>
    <name>ContactBar</name>
    <message>
        <source>You have blocked %1. What they write is not kept, and they are not told.</source>
        <translation>Вы заблокировали: %1. Что этот человек пишет, не сохраняется, и он об этом не узнает.</translation>
    </message>
    <message>
        <source>%1 found you by your public address and wants to talk to you. Nothing is answered until you say yes.</source>
        <translation>%1 хочет с вами поговорить и нашёл вас по публичному адресу. Пока вы не согласитесь, ответа не будет.</translation>
    </message>
    <message>
        <source>%1 has removed you. What you write does not arrive any more.</source>
        <translation>%1 удалил вас из контактов. Ваши сообщения больше не доходят.</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Принять</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Отклонить</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Заблокировать</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>Разблокировать</translation>
    </message>
</context>
<context>
    <name>ContactChoice</name>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
</context>
<context>
    <name>ContactPage</name>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Контакт</translation>
    </message>
    <message>
        <source>Safety number</source>
        <translation>Код безопасности</translation>
    </message>
    <message>
        <source>Safety number: %1</source>
        <translation>Код безопасности: %1</translation>
    </message>
    <message>
        <source>Compare it with %1, in person or by voice. If the numbers are the same, nobody sits between you.</source>
        <translation>Сверьте его с контактом «%1» при встрече или голосом. Если коды совпадают, между вами никого нет.</translation>
    </message>
    <message>
        <source>It is known once they have answered.</source>
        <translation>Он станет известен после первого ответа.</translation>
    </message>
    <message>
        <source>Copy the number</source>
        <translation>Скопировать код</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Связь</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Путь</translation>
    </message>
    <message>
        <source>Their address</source>
        <translation>Адрес собеседника</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Туда и обратно</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <extracomment>%1 is a number of milliseconds</extracomment>
        <translation>%1 мс</translation>
    </message>
    <message>
        <source>Not measured yet</source>
        <translation>Ещё не измерено</translation>
    </message>
    <message>
        <source>Kind of link</source>
        <translation>Вид связи</translation>
    </message>
    <message>
        <source>Sent to them</source>
        <translation>Отправлено</translation>
    </message>
    <message>
        <source>Received from them</source>
        <translation>Получено</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>What you call them</source>
        <translation>Как вы его называете</translation>
    </message>
    <message>
        <source>Save the name</source>
        <translation>Сохранить имя</translation>
    </message>
    <message>
        <source>Remove here</source>
        <translation>Удалить здесь</translation>
    </message>
    <message>
        <source>Remove here and me at theirs</source>
        <translation>Удалить здесь и меня у него</translation>
    </message>
    <message>
        <source>Their Nightjar will delete it, too; a modified program could keep it.</source>
        <translation>Nightjar у собеседника тоже удалит; изменённая программа могла бы сохранить.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>The contact and the whole conversation go from this device for good. For a few seconds you can take it back.</source>
        <translation>Контакт и вся переписка исчезнут с этого устройства навсегда. Несколько секунд это можно отменить.</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Потери</translation>
    </message>
    <message>
        <source>%1 %</source>
        <extracomment>%1 is a number of percent</extracomment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>How it was found</source>
        <translation>Как найдена</translation>
    </message>
    <message>
        <source>Their router</source>
        <translation>Роутер собеседника</translation>
    </message>
    <message>
        <source>Your addresses that they may try</source>
        <translation>Ваши адреса, доступные собеседнику</translation>
    </message>
    <message>
        <source>Their addresses that you may try</source>
        <translation>Адреса собеседника, доступные вам</translation>
    </message>
    <message>
        <source>Only through the server</source>
        <translation>Только через сервер</translation>
    </message>
    <message>
        <source>They do not learn your address. Calls and files may be slower.</source>
        <translation>Собеседник не узнает ваш адрес. Звонки и файлы могут быть медленнее.</translation>
    </message>
    <message>
        <source>Photos and files</source>
        <translation>Фото и файлы</translation>
    </message>
    <message>
        <source>What they are told</source>
        <translation>Что узнаёт собеседник</translation>
    </message>
    <message>
        <source>That messages arrived</source>
        <translation>Что сообщения дошли</translation>
    </message>
    <message>
        <source>Without it they see no more than that a message left them.</source>
        <translation>Без этого видно только, что сообщение ушло.</translation>
    </message>
    <message>
        <source>That you have read them</source>
        <translation>Что вы их прочли</translation>
    </message>
    <message>
        <source>That you are writing</source>
        <translation>Что вы пишете</translation>
    </message>
    <message>
        <source>What is off in the settings stays off for everybody.</source>
        <translation>Выключенное в настройках выключено для всех.</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Заблокировать</translation>
    </message>
    <message>
        <source>What they write is not kept, and they are not told.</source>
        <translation>Сообщения не сохраняются, и собеседник об этом не знает.</translation>
    </message>
    <message>
        <source>Nothing of theirs is shown or answered any more, and they are not told. What they write meanwhile is lost.</source>
        <translation>Ничего больше не показывается и остаётся без ответа; собеседник об этом не знает. Написанное за это время пропадёт.</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>Разблокировать</translation>
    </message>
    <message>
        <source>A PIN for this chat</source>
        <translation>PIN для этого чата</translation>
    </message>
    <message>
        <source>The chat moves behind a PIN of its own. While it is locked nothing of it is shown, found or announced.</source>
        <translation>Чат переезжает за собственный PIN. Пока он закрыт, ничто из него не показывается, не находится поиском и не приходит в уведомлениях.</translation>
    </message>
    <message>
        <source>This chat opens with a PIN of its own.</source>
        <translation>Этот чат открывается собственным PIN.</translation>
    </message>
    <message>
        <source>Lock this chat</source>
        <translation>Закрыть этот чат</translation>
    </message>
    <message>
        <source>Take the PIN away</source>
        <translation>Убрать PIN</translation>
    </message>
    <message>
        <source>Messages that delete themselves</source>
        <translation>Исчезающие сообщения</translation>
    </message>
    <message>
        <source>It holds for new messages of both of you, and either of you may change it. Their Nightjar deletes its copy by itself; a modified program could keep it. If they do not tell when they read, your copy goes by when it arrived.</source>
        <translation>Действует для новых сообщений вас обоих, и каждый может это изменить. Nightjar собеседника удаляет свою копию сам; изменённая программа могла бы её сохранить. Если собеседник не сообщает о прочтении, для вашей копии время идёт от доставки.</translation>
    </message>
    <message>
        <source>Deletion</source>
        <translation>Удаление</translation>
    </message>
    <message>
        <source>They may delete here, too</source>
        <translation>Собеседник может удалять и здесь</translation>
    </message>
    <message>
        <source>What they take back, or the whole conversation, is then deleted on this device as well. They are told which it is.</source>
        <translation>Тогда то, что он отзовёт, или вся переписка удалится и на этом устройстве. Собеседнику говорят, разрешено ли это.</translation>
    </message>
    <message>
        <source>Delete the conversation here</source>
        <translation>Удалить переписку здесь</translation>
    </message>
    <message>
        <source>Delete the conversation for both</source>
        <translation>Удалить переписку у обоих</translation>
    </message>
    <message>
        <source>They do not let others delete at their side.</source>
        <translation>Собеседник не разрешает другим удалять у него.</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Группа</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Выход</translation>
    </message>
    <message>
        <source>The others are told, and everything of this group goes from this device for good.</source>
        <translation>Остальные узнают об этом, а всё из этой группы навсегда исчезнет с этого устройства.</translation>
    </message>
    <message>
        <source>Leave the group</source>
        <translation>Выйти из группы</translation>
    </message>
    <message>
        <source>What you call it</source>
        <translation>Как вы её называете</translation>
    </message>
    <message>
        <source>If you are forced to wipe</source>
        <translation>Если вас заставят всё уничтожить</translation>
    </message>
    <message>
        <source>They are told</source>
        <translation>Им сообщат</translation>
    </message>
    <message>
        <source>When your wipe PIN was used, a notice that is kept ready says so. It comes from nobody and names nothing.</source>
        <translation>Когда использован PIN-код стирания, об этом скажет заранее готовое сообщение. Оно ни от кого и ничего не называет.</translation>
    </message>
    <message>
        <source>This is another device of mine: wipe it, too</source>
        <translation>Это другое моё устройство: уничтожить всё и на нём</translation>
    </message>
    <message>
        <source>Only if the same is set there for this device.</source>
        <translation>Только если там установлено то же для этого устройства.</translation>
    </message>
    <message>
        <source>Delete this chat there</source>
        <translation>Удалить этот чат и у них</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Уведомления</translation>
    </message>
    <message>
        <source>Mute this conversation</source>
        <translation>Без уведомлений</translation>
    </message>
    <message>
        <source>Messages come as ever; nothing is told of them outside the window.</source>
        <translation>Сообщения приходят как обычно, но за пределами окна о них ничего не сообщается.</translation>
    </message>
</context>
<context>
    <name>ConversationHeader</name>
    <message>
        <source>Blocked</source>
        <translation>Заблокирован</translation>
    </message>
    <message>
        <source>Waiting for their first answer</source>
        <translation>Ждём первого ответа</translation>
    </message>
    <message>
        <source>Has removed you</source>
        <translation>Удалил вас из контактов</translation>
    </message>
    <message>
        <source>Wants to talk to you</source>
        <translation>Хочет с вами поговорить</translation>
    </message>
    <message>
        <source>is writing…</source>
        <translation>печатает…</translation>
    </message>
    <message>
        <source>Direct link</source>
        <translation>Прямая связь</translation>
    </message>
    <message>
        <source>Through the server</source>
        <translation>Через сервер</translation>
    </message>
    <message>
        <source>End-to-end encrypted</source>
        <translation>Сквозное шифрование</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>%1, details</source>
        <translation>%1, подробности</translation>
    </message>
    <message>
        <source>Search this chat</source>
        <translation>Поиск в этом чате</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Позвонить</translation>
    </message>
    <message>
        <source>You are not in it any more</source>
        <translation>Вас больше нет в этой группе</translation>
    </message>
    <message numerus="yes">
        <source>You and %n more</source>
        <extracomment>members of a group besides oneself</extracomment>
        <translation>
            <numerusform>Вы и ещё %n участник</numerusform>
            <numerusform>Вы и ещё %n участника</numerusform>
            <numerusform>Вы и ещё %n участников</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConversationPage</name>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
    <message>
        <source>Conversation with %1</source>
        <translation>Разговор: %1</translation>
    </message>
    <message>
        <source>The invitation is accepted</source>
        <translation>Приглашение принято</translation>
    </message>
    <message>
        <source>Say something</source>
        <translation>Скажите что-нибудь</translation>
    </message>
    <message>
        <source>You can write already: it waits until the other side has answered.</source>
        <translation>Писать уже можно: сообщение подождёт, пока другая сторона ответит.</translation>
    </message>
    <message>
        <source>Only the two of you can read it. The state of each message is told as a fact: waiting, at the server, delivered, read.</source>
        <translation>Прочесть это можете только вы двое. О каждом сообщении известно точно: ждёт, на сервере, доставлено, прочитано.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>No program on this device opens maps. The coordinates can be copied.</source>
        <translation>На этом устройстве нет программы с картами. Координаты можно скопировать.</translation>
    </message>
</context>
<context>
    <name>DeclineSheet</name>
    <message>
        <source>I will call you back later.</source>
        <translation>Перезвоню позже.</translation>
    </message>
    <message>
        <source>I cannot talk now. Write to me.</source>
        <translation>Сейчас не могу говорить. Напишите мне.</translation>
    </message>
    <message>
        <source>Please call again in an hour.</source>
        <translation>Позвоните, пожалуйста, через час.</translation>
    </message>
    <message>
        <source>Decline with a message</source>
        <translation>Отклонить с сообщением</translation>
    </message>
    <message>
        <source>In your own words</source>
        <translation>Своими словами</translation>
    </message>
    <message>
        <source>Decline and send</source>
        <translation>Отклонить и отправить</translation>
    </message>
</context>
<context>
    <name>DesktopPage</name>
    <message>
        <source>Notifications and tray</source>
        <translation>Уведомления и значок</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Уведомления</translation>
    </message>
    <message>
        <source>Tell me of new messages and calls</source>
        <translation>Сообщать о новых сообщениях и звонках</translation>
    </message>
    <message>
        <source>While you are not looking at the conversation. Single chats are muted on the page of the contact.</source>
        <translation>Пока вы не смотрите на переписку. Отдельные чаты отключаются на странице контакта.</translation>
    </message>
    <message>
        <source>With name and text, and a reply</source>
        <translation>С именем, текстом и ответом</translation>
    </message>
    <message>
        <source>Else only “New message”. Other programs may see what is in a notification. Of locked and secret chats, and while Nightjar is locked, it stays at that.</source>
        <translation>Иначе только «Новое сообщение». Другие программы могут видеть то, что есть в уведомлении. Для чатов под PIN и секретных, и пока Nightjar заблокирован, так и остаётся.</translation>
    </message>
    <message>
        <source>This desktop shows no notifications.</source>
        <translation>Здесь нет службы уведомлений.</translation>
    </message>
    <message>
        <source>Tray</source>
        <translation>Область значков</translation>
    </message>
    <message>
        <source>An icon in the tray</source>
        <translation>Значок в области значков</translation>
    </message>
    <message>
        <source>With a mark when something is unread.</source>
        <translation>С отметкой, когда есть непрочитанное.</translation>
    </message>
    <message>
        <source>Closing the window leaves Nightjar running</source>
        <translation>При закрытии окна Nightjar продолжает работать</translation>
    </message>
    <message>
        <source>You stay reachable. The icon in the tray shows the window again.</source>
        <translation>Вы остаётесь на связи. Значок снова покажет окно.</translation>
    </message>
    <message>
        <source>This desktop has no tray: closing the window ends Nightjar.</source>
        <translation>Здесь нет области значков: закрытие окна завершает Nightjar.</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Набор текста</translation>
    </message>
    <message>
        <source>Check spelling</source>
        <translation>Проверять правописание</translation>
    </message>
    <message>
        <source>With the dictionaries of this system, here on the device.</source>
        <translation>По словарям этой системы, на этом устройстве.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Запуск</translation>
    </message>
    <message>
        <source>Start when I log in</source>
        <translation>Запускать при входе в систему</translation>
    </message>
    <message>
        <source>Without a window, in the tray. For that your system&apos;s list of such programs, which is not encrypted, names Nightjar and where its data is.</source>
        <translation>Без окна, в области значков. Для этого список таких программ в вашей системе, который не зашифрован, называет Nightjar и место его данных.</translation>
    </message>
    <message>
        <source>The list of programs to start cannot be written.</source>
        <translation>Не удаётся записать список запускаемых программ.</translation>
    </message>
</context>
<context>
    <name>EmojiBody</name>
    <message>
        <source>Search emoji</source>
        <translation>Поиск эмодзи</translation>
    </message>
    <message>
        <source>Emoji</source>
        <translation>Эмодзи</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Ничего не найдено</translation>
    </message>
</context>
<context>
    <name>FactRow</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>FetchSheet</name>
    <message>
        <source>Fetch it now?</source>
        <translation>Загрузить сейчас?</translation>
    </message>
    <message>
        <source>This network may be paid for by the byte, and this is %1.</source>
        <extracomment>%1 is a size such as &quot;12 MB&quot;</extracomment>
        <translation>Трафик в этой сети может быть платным, а это %1.</translation>
    </message>
    <message>
        <source>This is %1. At the present rate it takes %2.</source>
        <extracomment>%1 is a size such as &quot;12 MB&quot;, %2 a time such as &quot;25 min&quot;</extracomment>
        <translation>Это %1. При нынешней скорости займёт %2.</translation>
    </message>
    <message>
        <source>Fetch %1</source>
        <translation>Загрузить %1</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Не сейчас</translation>
    </message>
</context>
<context>
    <name>FileDesk</name>
    <message>
        <source>Drop to send</source>
        <translation>Отпустите, чтобы отправить</translation>
    </message>
    <message>
        <source>You will see it once more before it goes.</source>
        <translation>Перед отправкой вы увидите это ещё раз.</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Сохранено как %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Send files or photos</source>
        <translation>Отправить файлы или фото</translation>
    </message>
</context>
<context>
    <name>FileHead</name>
    <message>
        <source>Fetch %1</source>
        <translation>Загрузить %1</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>Приостановить %1</translation>
    </message>
    <message>
        <source>Try again: %1</source>
        <translation>Ещё раз: %1</translation>
    </message>
    <message>
        <source>Go on with %1</source>
        <translation>Продолжить %1</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>Открыть %1</translation>
    </message>
    <message>
        <source>Save %1</source>
        <translation>Сохранить %1</translation>
    </message>
    <message>
        <source>Cancel %1</source>
        <translation>Отменить %1</translation>
    </message>
    <message>
        <source>Play %1</source>
        <translation>Смотреть %1</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Nothing found</source>
        <extracomment>%1 is the number of the place on show, %2 how many there are</extracomment>
        <translation>Ничего не найдено</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 из %2</translation>
    </message>
    <message>
        <source>Search this chat</source>
        <translation>Поиск в этом чате</translation>
    </message>
    <message>
        <source>The place before</source>
        <translation>Предыдущее место</translation>
    </message>
    <message>
        <source>The place after</source>
        <translation>Следующее место</translation>
    </message>
    <message>
        <source>End the search</source>
        <translation>Закончить поиск</translation>
    </message>
</context>
<context>
    <name>FindKinds</name>
    <message>
        <source>Texts</source>
        <translation>Тексты</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Фото</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Видео</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Файлы</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Ссылки</translation>
    </message>
    <message>
        <source>Voice messages</source>
        <translation>Голосовые</translation>
    </message>
    <message>
        <source>Places and cards</source>
        <translation>Места и карточки</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Всё</translation>
    </message>
    <message>
        <source>What is looked for</source>
        <translation>Что искать</translation>
    </message>
</context>
<context>
    <name>ForwardBody</name>
    <message numerus="yes">
        <source>Forward %n message(s) to…</source>
        <extracomment>%n is a number of messages</extracomment>
        <translation>
            <numerusform>Переслать %n сообщение в…</numerusform>
            <numerusform>Переслать %n сообщения в…</numerusform>
            <numerusform>Переслать %n сообщений в…</numerusform>
        </translation>
    </message>
    <message>
        <source>Search chats</source>
        <translation>Поиск чатов</translation>
    </message>
    <message>
        <source>Tell who wrote it</source>
        <translation>Сказать, кто написал</translation>
    </message>
    <message>
        <source>By the name that you have given them. Otherwise nobody learns whose words these are.</source>
        <translation>Именем, которое вы дали этому человеку. Иначе никто не узнает, чьи это слова.</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Чаты</translation>
    </message>
</context>
<context>
    <name>GalleryPage</name>
    <message>
        <source>Photos and files</source>
        <translation>Фото и файлы</translation>
    </message>
    <message>
        <source>Photos: %1</source>
        <translation>Фото: %1</translation>
    </message>
    <message>
        <source>Files: %1</source>
        <translation>Файлы: %1</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Фото</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Файлы</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>Файлов пока нет</translation>
    </message>
    <message>
        <source>No photos yet</source>
        <translation>Фото пока нет</translation>
    </message>
    <message>
        <source>What the two of you send each other is found here.</source>
        <translation>Здесь собрано всё, что вы посылаете друг другу.</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Сохранено как %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>HistorySheet</name>
    <message>
        <source>Earlier texts</source>
        <translation>Прежние тексты</translation>
    </message>
    <message>
        <source>Now, since %1</source>
        <translation>Сейчас, с %1</translation>
    </message>
    <message>
        <source>As it was sent, %1</source>
        <translation>Как было отправлено, %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>IdentitiesPage</name>
    <message>
        <source>Private identities</source>
        <translation>Скрытые личности</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>A private identity has its own name, contacts and key. The people you talk to with it cannot find out that it is you, and deleting it takes everything with it.</source>
        <translation>У скрытой личности своё имя, свои контакты и свой ключ. Её собеседники не могут узнать, что это вы, а вместе с ней удаляется всё.</translation>
    </message>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыта</translation>
    </message>
    <message>
        <source>Messages arrive and calls ring.</source>
        <translation>Сообщения приходят, звонки слышны.</translation>
    </message>
    <message>
        <source>Nothing arrives; what is sent waits at the server.</source>
        <translation>Ничего не приходит; присланное ждёт на сервере.</translation>
    </message>
    <message>
        <source>%1 is open</source>
        <translation>%1: открыта</translation>
    </message>
    <message>
        <source>Open it together with Nightjar</source>
        <translation>Открывать вместе с Nightjar</translation>
    </message>
    <message>
        <source>Open %1 together with Nightjar</source>
        <translation>Открывать вместе с Nightjar: %1</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>Удалить: %1</translation>
    </message>
    <message>
        <source>A new one</source>
        <translation>Новая</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>Её имя</translation>
    </message>
    <message>
        <source>New contacts are told this name.</source>
        <translation>Это имя увидят новые контакты.</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>Адрес сервера</translation>
    </message>
    <message>
        <source>Empty: the server you use already. The server cannot tell whose identity it is, but it sees both come from one address.</source>
        <translation>Пусто: сервер, которым вы уже пользуетесь. Он не узнает, чья это личность, но увидит, что обе приходят с одного адреса.</translation>
    </message>
    <message>
        <source>Make a private identity</source>
        <translation>Создать скрытую личность</translation>
    </message>
    <message>
        <source>Locked chats</source>
        <translation>Закрытые чаты</translation>
    </message>
    <message>
        <source>A chat is locked on the page of its contact. Locked chats are in the list of chats, hidden ones are not.</source>
        <translation>Чат закрывается на странице контакта. Закрытые чаты видны в списке чатов, скрытые — нет.</translation>
    </message>
    <message>
        <source>Open a hidden chat</source>
        <translation>Открыть скрытый чат</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <translation>Удалить: %1?</translation>
    </message>
    <message>
        <source>Its contacts, chats and files go from this device for good, and so does what the server has of it. This cannot be undone.</source>
        <translation>Её контакты, чаты и файлы навсегда исчезнут с этого устройства, как и то, что хранит для неё сервер. Отменить это нельзя.</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Оставить</translation>
    </message>
    <message>
        <source>The hidden identity is made. Its PIN on the lock screen opens it.</source>
        <translation>Тайная личность создана. Её открывает её PIN-код на экране блокировки.</translation>
    </message>
    <message>
        <source>Hidden identity</source>
        <translation>Тайная личность</translation>
    </message>
    <message>
        <source>An identity with a PIN of its own on the lock screen. Nothing here shows whether there is one, and this PIN does not tell either.</source>
        <translation>Личность с собственным PIN-кодом на экране блокировки. Ничто здесь не показывает, есть ли она; не узнать этого и зная ваш PIN-код.</translation>
    </message>
    <message>
        <source>There is room for one. If there is one already, making one destroys it. So does a wipe.</source>
        <translation>Место есть для одной. Если она уже есть, при создании новой она уничтожается. Уничтожает её и стирание.</translation>
    </message>
    <message>
        <source>Somebody who copies this disk twice, or looks at how much is on it, may guess. A short PIN is found by trying all of them: a passphrase is not.</source>
        <translation>Тот, кто скопирует этот диск дважды или посмотрит, сколько на нём занято, может догадаться. Короткий PIN-код найдут перебором, парольную фразу нет.</translation>
    </message>
    <message>
        <source>Make a hidden identity</source>
        <translation>Создать тайную личность</translation>
    </message>
    <message>
        <source>This is the hidden identity</source>
        <translation>Это тайная личность</translation>
    </message>
    <message>
        <source>Deleting it destroys its contacts, chats and files on this device, and nothing there tells that it was. What waits for it at its server stays there until it expires.</source>
        <translation>Удаление уничтожает её контакты, чаты и файлы на этом устройстве, и ничто на нём не скажет, что она была. То, что ждёт её на сервере, остаётся там, пока не истечёт срок.</translation>
    </message>
    <message>
        <source>Delete this hidden identity</source>
        <translation>Удалить эту тайную личность</translation>
    </message>
</context>
<context>
    <name>InvitationRow</name>
    <message>
        <source>Made %1, open until %2</source>
        <translation>Создано %1, действует до %2</translation>
    </message>
    <message>
        <source>Copy the link made %1</source>
        <translation>Скопировать ссылку, созданную %1</translation>
    </message>
    <message>
        <source>Withdraw the one made %1</source>
        <translation>Отозвать созданное %1</translation>
    </message>
</context>
<context>
    <name>InviteLife</name>
    <message>
        <source>An hour</source>
        <translation>Час</translation>
    </message>
    <message>
        <source>A day</source>
        <translation>Сутки</translation>
    </message>
    <message>
        <source>Three days</source>
        <translation>Трое суток</translation>
    </message>
    <message>
        <source>A week</source>
        <translation>Неделя</translation>
    </message>
    <message>
        <source>It can be used for</source>
        <translation>Сколько оно действует</translation>
    </message>
    <message>
        <source>Another time makes another link; the one above stops working then.</source>
        <translation>Другой срок — другая ссылка; прежняя перестанет действовать.</translation>
    </message>
</context>
<context>
    <name>InvitePage</name>
    <message>
        <source>Invite somebody</source>
        <translation>Приглашение</translation>
    </message>
    <message>
        <source>Your invitation was accepted</source>
        <translation>Ваше приглашение принято</translation>
    </message>
    <message>
        <source>%1 has accepted your invitation</source>
        <translation>Приглашение принял контакт «%1»</translation>
    </message>
    <message>
        <source>The invitation is used up now. To be sure that it is who you think, compare the safety number with them.</source>
        <translation>Приглашение использовано. Чтобы убедиться, что это именно тот человек, сверьте код безопасности.</translation>
    </message>
    <message>
        <source>Open the conversation</source>
        <translation>Открыть разговор</translation>
    </message>
    <message>
        <source>QR code of the invitation</source>
        <translation>QR-код приглашения</translation>
    </message>
    <message>
        <source>Let them scan it, or send them the link. It works once, until %1.</source>
        <translation>Дайте отсканировать код или пришлите ссылку. Действует один раз, до %1.</translation>
    </message>
    <message>
        <source>Invitation link</source>
        <translation>Ссылка-приглашение</translation>
    </message>
    <message>
        <source>Copied. Gone from the clipboard in a minute</source>
        <translation>Скопировано. Через минуту исчезнет из буфера</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>Скопировать ссылку</translation>
    </message>
    <message>
        <source>Pass it on in a way you trust: in person, or by a message that only they can read. Whoever opens it first becomes your contact. If a stranger was faster, you will see it here, and they will be told that it has been used.</source>
        <translation>Передайте её надёжным путём: лично или сообщением, которое прочтёт только он. Вашим контактом станет тот, кто откроет её первым. Если чужой успел раньше, вы увидите это здесь, а тому, кого вы звали, скажут, что приглашение использовано.</translation>
    </message>
    <message>
        <source>This invitation is over</source>
        <translation>Приглашение больше не действует</translation>
    </message>
    <message>
        <source>It was used or has expired.</source>
        <translation>Оно использовано или истекло.</translation>
    </message>
    <message>
        <source>Make a new one</source>
        <translation>Создать новое</translation>
    </message>
    <message>
        <source>Making an invitation…</source>
        <translation>Создаём приглашение…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Somebody has used it.</source>
        <translation>Им кто-то воспользовался.</translation>
    </message>
    <message>
        <source>Nobody used it in time.</source>
        <translation>Никто не воспользовался им вовремя.</translation>
    </message>
    <message>
        <source>You have withdrawn it. Nobody can use it any more.</source>
        <translation>Вы отозвали его. Воспользоваться им больше нельзя.</translation>
    </message>
    <message>
        <source>Withdraw it</source>
        <translation>Отозвать</translation>
    </message>
    <message>
        <source>Also open</source>
        <extracomment>invitations that can still be used</extracomment>
        <translation>Ещё действуют</translation>
    </message>
    <message>
        <source>A public address instead, for everybody</source>
        <translation>Публичный адрес, для всех</translation>
    </message>
    <message>
        <source>They may delete here, too</source>
        <translation>Собеседник может удалять и здесь</translation>
    </message>
    <message>
        <source>What they take back, or the whole conversation, is then deleted on this device as well. They are told which it is.</source>
        <translation>Тогда то, что он отзовёт, или вся переписка удалится и на этом устройстве. Собеседнику говорят, разрешено ли это.</translation>
    </message>
</context>
<context>
    <name>LifeChoice</name>
    <message>
        <source>From sending</source>
        <translation>От отправки</translation>
    </message>
    <message>
        <source>From reading</source>
        <translation>От прочтения</translation>
    </message>
    <message>
        <source>From now, everything at once</source>
        <translation>От создания, всё сразу</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Выключено</translation>
    </message>
    <message>
        <source>Each message goes on both sides so long after it was written.</source>
        <translation>Каждое сообщение исчезает у обоих через это время после того, как написано.</translation>
    </message>
    <message>
        <source>Each message goes so long after it was looked at, and after four weeks if nobody looks.</source>
        <translation>Каждое сообщение исчезает через это время после просмотра, а непросмотренное — через четыре недели.</translation>
    </message>
    <message>
        <source>The chat with everything in it goes on all sides at that moment.</source>
        <translation>В этот момент чат со всем содержимым исчезает у всех.</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Как долго</translation>
    </message>
</context>
<context>
    <name>LinkSheet</name>
    <message>
        <source>Open this page?</source>
        <translation>Открыть эту страницу?</translation>
    </message>
    <message>
        <source>Your browser asks this host, which then learns your address:</source>
        <translation>Браузер обратится к этому узлу, и тот узнает ваш адрес:</translation>
    </message>
    <message>
        <source>This name is written with letters that may look like others. xn-- is how the network writes it.</source>
        <translation>В этом имени есть буквы, похожие на другие. Запись с xn-- — такая, как её видит сеть.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
</context>
<context>
    <name>LockedRow</name>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыт</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Закрыт</translation>
    </message>
</context>
<context>
    <name>LockingPage</name>
    <message>
        <source>The PIN is changed.</source>
        <translation>PIN-код изменён.</translation>
    </message>
    <message>
        <source>The wipe PIN is set. Try it once on the page below, so that you know what it shows.</source>
        <translation>PIN-код стирания установлен. Попробуйте его ниже, чтобы знать, что он покажет.</translation>
    </message>
    <message>
        <source>There is no wipe PIN any more.</source>
        <translation>PIN-кода стирания больше нет.</translation>
    </message>
    <message>
        <source>From now on ten wrong PINs in a row wipe this device.</source>
        <translation>Теперь десять неверных PIN-кодов подряд уничтожат всё на этом устройстве.</translation>
    </message>
    <message>
        <source>Wrong PINs do not wipe any more.</source>
        <translation>Неверные PIN-коды больше ничего не уничтожают.</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Никогда</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n минуту</numerusform>
            <numerusform>%n минуты</numerusform>
            <numerusform>%n минут</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n час</numerusform>
            <numerusform>%n часа</numerusform>
            <numerusform>%n часов</numerusform>
        </translation>
    </message>
    <message>
        <source>Locking and PINs</source>
        <translation>Блокировка и PIN-коды</translation>
    </message>
    <message>
        <source>Lock screen</source>
        <translation>Экран блокировки</translation>
    </message>
    <message>
        <source>Hides what is open and asks for the PIN. Behind it messages arrive and calls ring.</source>
        <translation>Скрывает открытое и спрашивает PIN-код. За ним приходят сообщения и звонят звонки.</translation>
    </message>
    <message>
        <source>Show the lock screen now</source>
        <translation>Показать экран блокировки</translation>
    </message>
    <message>
        <source>By itself, when nothing was typed or touched for</source>
        <translation>Сам, если ничего не нажимали и не касались</translation>
    </message>
    <message>
        <source>Shuffle the digits</source>
        <translation>Перемешивать цифры</translation>
    </message>
    <message>
        <source>They lie differently each time, so that fingers and smudges tell nothing.</source>
        <translation>Каждый раз они стоят иначе, чтобы пальцы и следы ничего не выдали.</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Блокировка</translation>
    </message>
    <message>
        <source>Takes the keys out of memory: nothing arrives and no call rings until you open Nightjar. What is sent to you waits at the server.</source>
        <translation>Убирает ключи из памяти: пока вы не откроете Nightjar, ничего не придёт и не зазвонит. То, что вам посылают, ждёт на сервере.</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>Заблокировать</translation>
    </message>
    <message>
        <source>Together with the system</source>
        <translation>Вместе с системой</translation>
    </message>
    <message>
        <source>The lock screen comes with that of the system; when the system sleeps, the keys go.</source>
        <translation>Экран блокировки появляется вместе с системным; когда система засыпает, ключи стираются из памяти.</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN-код</translation>
    </message>
    <message>
        <source>Change the PIN or passphrase</source>
        <translation>Сменить PIN-код или парольную фразу</translation>
    </message>
    <message>
        <source>A PIN of four digits stops who finds this device, not who takes it apart: a machine tries all of them within hours. A passphrase of five random words withstands that.</source>
        <translation>PIN-код из четырёх цифр остановит нашедшего устройство, но не того, кто его разберёт: машина переберёт все за часы. Фраза из пяти случайных слов выдержит и это.</translation>
    </message>
    <message>
        <source>Wipe after ten wrong PINs</source>
        <translation>Уничтожать после десяти неверных PIN-кодов</translation>
    </message>
    <message>
        <source>Ten in a row destroy everything as the wipe PIN does. Anybody who has this device in hand can do it, too.</source>
        <translation>Десять подряд уничтожат всё, как PIN-код стирания. Это может сделать и любой, у кого устройство в руках.</translation>
    </message>
    <message>
        <source>Under duress</source>
        <translation>Под принуждением</translation>
    </message>
    <message>
        <source>There is a wipe PIN: entered on the lock screen it destroys everything and opens the decoy.</source>
        <translation>PIN-код стирания есть: на экране блокировки он уничтожит всё и откроет обманку.</translation>
    </message>
    <message>
        <source>There is no wipe PIN. Entered on the lock screen it would destroy everything and open the decoy.</source>
        <translation>PIN-кода стирания нет. На экране блокировки он уничтожил бы всё и открыл обманку.</translation>
    </message>
    <message>
        <source>Change or remove the wipe PIN</source>
        <translation>Сменить или убрать PIN-код стирания</translation>
    </message>
    <message>
        <source>Set a wipe PIN</source>
        <translation>Установить PIN-код стирания</translation>
    </message>
    <message>
        <source>Try the wipe PIN without harm</source>
        <translation>Попробовать PIN-код стирания без вреда</translation>
    </message>
    <message>
        <source>Open the decoy and fill it</source>
        <translation>Открыть обманку и наполнить её</translation>
    </message>
    <message>
        <source>Panic key</source>
        <translation>Тревожная клавиша</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Нет</translation>
    </message>
    <message>
        <source>Esc three times within a second</source>
        <translation>Esc трижды за секунду</translation>
    </message>
    <message>
        <source>It wipes</source>
        <translation>Она уничтожает</translation>
    </message>
    <message>
        <source>Everything is destroyed at once, without a question; the decoy stays.</source>
        <translation>Всё уничтожается сразу и без вопросов; обманка остаётся.</translation>
    </message>
    <message>
        <source>Everything is destroyed at once, without a question; nothing stays.</source>
        <translation>Всё уничтожается сразу и без вопросов; не остаётся ничего.</translation>
    </message>
</context>
<context>
    <name>MembersCard</name>
    <message>
        <source>Members</source>
        <translation>Участники</translation>
    </message>
    <message>
        <source>Nobody but you is in it.</source>
        <translation>Кроме вас, в ней никого нет.</translation>
    </message>
    <message>
        <source>On their way in: what you write reaches them later</source>
        <translation>Входит: то, что вы пишете, дойдёт позже</translation>
    </message>
    <message>
        <source>Made this group</source>
        <translation>Создал эту группу</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <extracomment>%1 is a name</extracomment>
        <translation>Исключить: %1</translation>
    </message>
    <message>
        <source>Remove %1 for everybody</source>
        <translation>Исключить %1 у всех</translation>
    </message>
</context>
<context>
    <name>MessageBubble</name>
    <message>
        <source>edited %1</source>
        <extracomment>%1 is the time of day of a message whose text was changed since</extracomment>
        <translation>изменено %1</translation>
    </message>
</context>
<context>
    <name>MessageMenu</name>
    <message>
        <source>Call</source>
        <translation>Звонок</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>Ваше сообщение</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Сообщение</translation>
    </message>
    <message>
        <source>Send it again</source>
        <translation>Отправить ещё раз</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>Скопировать текст</translation>
    </message>
    <message>
        <source>Delete here</source>
        <translation>Удалить здесь</translation>
    </message>
    <message>
        <source>Delete for both</source>
        <translation>Удалить у обоих</translation>
    </message>
    <message>
        <source>Their Nightjar will delete it, too; a modified program could keep it.</source>
        <translation>Nightjar у собеседника тоже удалит; изменённая программа могла бы сохранить.</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Уведомление</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Ответить</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Изменить</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Переслать</translation>
    </message>
    <message>
        <source>Go to the message it replies to</source>
        <translation>К сообщению, на которое это ответ</translation>
    </message>
    <message>
        <source>Earlier texts</source>
        <translation>Прежние тексты</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>Выбрать</translation>
    </message>
</context>
<context>
    <name>MessageRow</name>
    <message>
        <source>You</source>
        <translation>Вы</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Непрочитанные</translation>
    </message>
    <message>
        <source>Forwarded from %1</source>
        <extracomment>%1 is a name</extracomment>
        <translation>Переслано, автор: %1</translation>
    </message>
    <message>
        <source>Forwarded</source>
        <translation>Переслано</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>изменено</translation>
    </message>
    <message>
        <source>in reply to: %1</source>
        <translation>в ответ на: %1</translation>
    </message>
    <message>
        <source>reactions: %1</source>
        <translation>реакции: %1</translation>
    </message>
    <message>
        <source>selected</source>
        <translation>выбрано</translation>
    </message>
    <message>
        <source>not selected</source>
        <translation>не выбрано</translation>
    </message>
    <message>
        <source>deletes itself after %1</source>
        <extracomment>%1 is a length of time, a message is meant</extracomment>
        <translation>удалится само через %1</translation>
    </message>
</context>
<context>
    <name>MessageView</name>
    <message>
        <source>Messages</source>
        <translation>Сообщения</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <extracomment>%n is a number of messages</extracomment>
        <translation>
            <numerusform>%n непрочитанное</numerusform>
            <numerusform>%n непрочитанных</numerusform>
            <numerusform>%n непрочитанных</numerusform>
        </translation>
    </message>
    <message>
        <source>Back to the reply</source>
        <translation>Назад к ответу</translation>
    </message>
    <message numerus="yes">
        <source>To the newest message, %n unread</source>
        <extracomment>%n is a number of messages</extracomment>
        <translation>
            <numerusform>К последнему сообщению, %n непрочитанное</numerusform>
            <numerusform>К последнему сообщению, %n непрочитанных</numerusform>
            <numerusform>К последнему сообщению, %n непрочитанных</numerusform>
        </translation>
    </message>
    <message>
        <source>To the newest message</source>
        <translation>К последнему сообщению</translation>
    </message>
</context>
<context>
    <name>MeterCard</name>
    <message>
        <source>Bytes of a month</source>
        <translation>Трафик по месяцам</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Этот месяц</translation>
    </message>
    <message>
        <source>Messages and being reachable %1, files %2, calls %3</source>
        <extracomment>each is a size such as &quot;12 MB&quot;</extracomment>
        <translation>Сообщения и доступность %1, файлы %2, звонки %3</translation>
    </message>
    <message>
        <source>Of what you allow</source>
        <translation>От разрешённого</translation>
    </message>
    <message>
        <source>%1 %</source>
        <extracomment>%1 is a number</extracomment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>At most so many megabytes a month</source>
        <translation>Не больше мегабайт в месяц</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Без ограничения</translation>
    </message>
    <message>
        <source>At 80 % you are told. When they are spent, nothing is fetched by itself and calls ask first. Messages still come. Months are those of UTC.</source>
        <translation>При 80 % придёт предупреждение. Когда всё израсходовано, ничего не загружается само, а звонки сначала спрашивают. Сообщения приходят. Месяцы — по UTC.</translation>
    </message>
    <message>
        <source>Ask before files above so many megabytes</source>
        <translation>Спрашивать о файлах больше, мегабайт</translation>
    </message>
    <message>
        <source>On a network that is paid for by the byte, and on a slow one.</source>
        <translation>В сети с платным трафиком и в медленной.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
</context>
<context>
    <name>NameStep</name>
    <message>
        <source>What should people call you?</source>
        <translation>Как вас называть?</translation>
    </message>
    <message>
        <source>Those whom you invite will see it. Any name will do, and none, too.</source>
        <translation>Имя увидят те, кого вы пригласите. Подойдёт любое, можно и без имени.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>Leave it empty to stay nameless</source>
        <translation>Пусто: без имени</translation>
    </message>
    <message>
        <source>Go on without a name</source>
        <translation>Дальше без имени</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Дальше</translation>
    </message>
</context>
<context>
    <name>NewSecretPage</name>
    <message>
        <source>New secret chat</source>
        <translation>Новый секретный чат</translation>
    </message>
    <message>
        <source>Nobody learns who you are: the chat has keys of its own and goes through the server only. At its end everything in it is destroyed for everybody, with the nickname.</source>
        <translation>Никто не узнает, кто вы: у чата свои ключи, и идёт он только через сервер. В конце всё в нём уничтожается у всех вместе с псевдонимом.</translation>
    </message>
    <message>
        <source>Nickname</source>
        <translation>Псевдоним</translation>
    </message>
    <message>
        <source>How the others see you</source>
        <translation>Как вас видят другие</translation>
    </message>
    <message>
        <source>What is deleted when</source>
        <translation>Что и когда удаляется</translation>
    </message>
    <message>
        <source>The chat itself ends with its last message, at the earliest an hour after something was written, and after four weeks of silence.</source>
        <translation>Сам чат исчезает вместе с последним сообщением, но не раньше чем через час после того, как что-то написано, и после четырёх недель молчания.</translation>
    </message>
    <message>
        <source>Who can come</source>
        <translation>Кто может войти</translation>
    </message>
    <message>
        <source>One person</source>
        <translation>Один человек</translation>
    </message>
    <message>
        <source>A small group</source>
        <translation>Небольшая группа</translation>
    </message>
    <message>
        <source>Up to eight people, each with an invitation of their own</source>
        <translation>До восьми человек, каждый по своему приглашению</translation>
    </message>
    <message>
        <source>Making it…</source>
        <translation>Создаётся…</translation>
    </message>
    <message>
        <source>Make the secret chat</source>
        <translation>Создать секретный чат</translation>
    </message>
    <message>
        <source>A modified program on the other side could keep what it is sent. The server sees that both chats come from the same network address; only another network or a VPN helps against that.</source>
        <translation>Изменённая программа на другой стороне могла бы сохранить полученное. Сервер видит, что оба чата идут с одного сетевого адреса; от этого помогает только другая сеть или VPN.</translation>
    </message>
</context>
<context>
    <name>NoteBubble</name>
    <message>
        <source>The rest of it is on its way.</source>
        <translation>Остальное ещё в пути.</translation>
    </message>
    <message>
        <source>Better sound comes when the line has room, or at once if you fetch it.</source>
        <translation>Звук получше придёт, когда связь позволит, или сразу, если его загрузить.</translation>
    </message>
    <message>
        <source>Only in the small form.</source>
        <translation>Только в малом размере.</translation>
    </message>
    <message>
        <source>Better sound is on its way.</source>
        <translation>Звук получше в пути.</translation>
    </message>
    <message>
        <source>Stop the voice message</source>
        <translation>Остановить голосовое сообщение</translation>
    </message>
    <message>
        <source>Play the voice message, %1</source>
        <translation>Прослушать голосовое сообщение, %1</translation>
    </message>
    <message>
        <source>Play the voice message, %1, not heard yet</source>
        <translation>Прослушать голосовое сообщение, %1, ещё не прослушано</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 из %2</translation>
    </message>
    <message>
        <source>Fetch the better sound, %1</source>
        <translation>Загрузить звук получше, %1</translation>
    </message>
</context>
<context>
    <name>OnboardingPage</name>
    <message>
        <source>First steps</source>
        <translation>Первые шаги</translation>
    </message>
</context>
<context>
    <name>OtherCall</name>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
    <message>
        <source>%1 is calling, too</source>
        <translation>%1 тоже звонит</translation>
    </message>
    <message>
        <source>%1 is on hold</source>
        <translation>%1 на удержании</translation>
    </message>
    <message>
        <source>Decline %1</source>
        <translation>Отклонить: %1</translation>
    </message>
    <message>
        <source>Hang up on %1</source>
        <translation>Завершить разговор: %1</translation>
    </message>
    <message>
        <source>Accept %1 and put this call on hold</source>
        <translation>Принять звонок (%1), этот — на удержание</translation>
    </message>
    <message>
        <source>Go to %1 and put this call on hold</source>
        <translation>Перейти к %1, этот — на удержание</translation>
    </message>
</context>
<context>
    <name>PageHeader</name>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
</context>
<context>
    <name>PaneSplitter</name>
    <message>
        <source>Width of the list</source>
        <translation>Ширина списка</translation>
    </message>
</context>
<context>
    <name>Panes</name>
    <message>
        <source>Quiet here</source>
        <translation>Здесь тихо</translation>
    </message>
    <message>
        <source>Choose a chat on the left.</source>
        <translation>Выберите чат слева.</translation>
    </message>
</context>
<context>
    <name>PhotoHead</name>
    <message>
        <source>Fetch the photo</source>
        <translation>Загрузить фото</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отменить</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Ещё раз</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Fetch the video</source>
        <translation>Скачать видео</translation>
    </message>
</context>
<context>
    <name>PhotoLeaf</name>
    <message>
        <source>Photo</source>
        <translation>Фото</translation>
    </message>
    <message>
        <source>Fetch the photo</source>
        <translation>Загрузить фото</translation>
    </message>
</context>
<context>
    <name>PhotoStage</name>
    <message>
        <source>Photos</source>
        <translation>Фото</translation>
    </message>
    <message>
        <source>Older photo</source>
        <translation>Фото постарше</translation>
    </message>
    <message>
        <source>Newer photo</source>
        <translation>Фото поновее</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Сохранить как…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>PhotoTile</name>
    <message>
        <source>Photo</source>
        <translation>Фото</translation>
    </message>
</context>
<context>
    <name>PinChangePage</name>
    <message>
        <source>Your present PIN</source>
        <translation>Текущий PIN-код</translation>
    </message>
    <message>
        <source>The new wipe PIN</source>
        <translation>Новый PIN-код стирания</translation>
    </message>
    <message>
        <source>The new PIN</source>
        <translation>Новый PIN-код</translation>
    </message>
    <message>
        <source>The new wipe PIN once more</source>
        <translation>PIN-код стирания ещё раз</translation>
    </message>
    <message>
        <source>The new PIN once more</source>
        <translation>Новый PIN-код ещё раз</translation>
    </message>
    <message>
        <source>Wipe PIN</source>
        <translation>PIN-код стирания</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>Сменить PIN-код</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Дальше</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Минуту…</translation>
    </message>
    <message>
        <source>Use the PIN pad</source>
        <translation>Ввести цифрами</translation>
    </message>
    <message>
        <source>Use a passphrase</source>
        <translation>Ввести парольную фразу</translation>
    </message>
    <message>
        <source>No wipe PIN any more</source>
        <translation>Убрать PIN-код стирания</translation>
    </message>
    <message>
        <source>Your PIN</source>
        <translation>Ваш PIN-код</translation>
    </message>
    <message>
        <source>Wipe after ten wrong PINs</source>
        <translation>Уничтожать после десяти неверных PIN-кодов</translation>
    </message>
    <message>
        <source>The PIN of this hidden identity</source>
        <translation>PIN-код этой тайной личности</translation>
    </message>
    <message>
        <source>A PIN for the hidden identity</source>
        <translation>PIN-код для тайной личности</translation>
    </message>
    <message>
        <source>The same PIN once more</source>
        <translation>Тот же PIN-код ещё раз</translation>
    </message>
    <message>
        <source>Delete this hidden identity</source>
        <translation>Удалить эту тайную личность</translation>
    </message>
    <message>
        <source>Hidden identity</source>
        <translation>Тайная личность</translation>
    </message>
</context>
<context>
    <name>PinPad</name>
    <message>
        <source>PIN</source>
        <translation>PIN-код</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>ОК</translation>
    </message>
    <message>
        <source>Type with the keyboard</source>
        <translation>Введите с клавиатуры</translation>
    </message>
    <message>
        <source>Delete the last digit</source>
        <translation>Стереть последнюю цифру</translation>
    </message>
</context>
<context>
    <name>PinStep</name>
    <message>
        <source>The wipe PIN once more</source>
        <translation>PIN-код стирания ещё раз</translation>
    </message>
    <message>
        <source>Choose a wipe PIN</source>
        <translation>Придумайте PIN-код стирания</translation>
    </message>
    <message>
        <source>Your PIN once more</source>
        <translation>PIN-код ещё раз</translation>
    </message>
    <message>
        <source>Choose a PIN</source>
        <translation>Придумайте PIN-код</translation>
    </message>
    <message>
        <source>So that a slip of the finger does not lock you out.</source>
        <translation>Чтобы случайная опечатка не закрыла вам вход.</translation>
    </message>
    <message>
        <source>One that you can type by heart, but never by accident.</source>
        <translation>Такой, что наберёте на память, но никогда случайно.</translation>
    </message>
    <message>
        <source>It opens Nightjar on this device. Nobody can give it back to you if you forget it.</source>
        <translation>Он открывает Nightjar на этом устройстве. Если забудете, вернуть его не сможет никто.</translation>
    </message>
    <message>
        <source>Wipe PIN</source>
        <translation>PIN-код стирания</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN-код</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Дальше</translation>
    </message>
    <message>
        <source>Use a PIN</source>
        <translation>Ввести PIN-код</translation>
    </message>
    <message>
        <source>Use a passphrase</source>
        <translation>Ввести парольную фразу</translation>
    </message>
</context>
<context>
    <name>PlaceBubble</name>
    <message>
        <source>Open in a program for maps</source>
        <translation>Открыть в программе с картами</translation>
    </message>
    <message>
        <source>Copy the coordinates</source>
        <translation>Скопировать координаты</translation>
    </message>
    <message>
        <source>Stop sharing where you are</source>
        <translation>Перестать показывать, где вы</translation>
    </message>
</context>
<context>
    <name>PlaceSheet</name>
    <message>
        <source>Send a location</source>
        <translation>Отправить место</translation>
    </message>
    <message>
        <source>Only this conversation learns it. No map is fetched from anywhere.</source>
        <translation>Его увидят только в этом разговоре. Карта ниоткуда не загружается.</translation>
    </message>
    <message>
        <source>Where I am</source>
        <translation>Где я</translation>
    </message>
    <message>
        <source>Coordinates or a geo: link</source>
        <translation>Координаты или ссылка geo:</translation>
    </message>
    <message>
        <source>55.7558, 37.6173</source>
        <extracomment>coordinates as people of this language write them</extracomment>
        <translation>55,7558 37,6173</translation>
    </message>
    <message>
        <source>These are no coordinates. Write degrees with a point, or degrees, minutes and seconds.</source>
        <translation>Это не координаты. Напишите градусы дробью или градусы, минуты и секунды.</translation>
    </message>
    <message>
        <source>What is there</source>
        <translation>Что там</translation>
    </message>
    <message>
        <source>Need not be said</source>
        <translation>Можно не писать</translation>
    </message>
    <message>
        <source>As it is now</source>
        <translation>Как сейчас</translation>
    </message>
    <message>
        <source>Live, for %1</source>
        <extracomment>%1 is a length of time</extracomment>
        <translation>Показывать, где я, %1</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Отправить</translation>
    </message>
</context>
<context>
    <name>PlaceSketch</name>
    <message>
        <source>N</source>
        <extracomment>north, on a sketch of a place</extracomment>
        <translation>С</translation>
    </message>
</context>
<context>
    <name>QualityBars</name>
    <message>
        <source>The line is good</source>
        <translation>Связь хорошая</translation>
    </message>
    <message>
        <source>The line is fair</source>
        <translation>Связь средняя</translation>
    </message>
    <message>
        <source>The line is poor</source>
        <translation>Связь слабая</translation>
    </message>
    <message>
        <source>The line is very poor</source>
        <translation>Связь очень слабая</translation>
    </message>
    <message>
        <source>Nothing comes through</source>
        <translation>Ничего не проходит</translation>
    </message>
</context>
<context>
    <name>QuickBody</name>
    <message>
        <source>Go to a chat or a message</source>
        <translation>Перейти к чату или сообщению</translation>
    </message>
</context>
<context>
    <name>QuickReaction</name>
    <message>
        <source>Take back %1</source>
        <translation>Убрать %1</translation>
    </message>
    <message>
        <source>React with %1</source>
        <translation>Реакция %1</translation>
    </message>
</context>
<context>
    <name>QuickReactions</name>
    <message>
        <source>Another emoji</source>
        <translation>Другой эмодзи</translation>
    </message>
</context>
<context>
    <name>ReactionChip</name>
    <message>
        <source>%1, yours: take it away</source>
        <translation>%1, ваша: убрать</translation>
    </message>
    <message>
        <source>%1: put yours there, too</source>
        <translation>%1: поставить и свою</translation>
    </message>
</context>
<context>
    <name>ReadyScreen</name>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>The contact is removed.</source>
        <translation>Контакт удалён.</translation>
    </message>
    <message>
        <source>%1 is removed.</source>
        <translation>%1: контакт удалён.</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) deleted.</source>
        <extracomment>%n is a number of messages</extracomment>
        <translation>
            <numerusform>%n сообщение удалено.</numerusform>
            <numerusform>%n сообщения удалены.</numerusform>
            <numerusform>%n сообщений удалено.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Вернуть</translation>
    </message>
    <message>
        <source>This is your decoy: what is left to be seen after a wipe. Fill it with harmless chats.</source>
        <translation>Это ваша обманка: то, что будет видно после стирания. Наполните её безобидными чатами.</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Вернуться</translation>
    </message>
    <message>
        <source>The conversation is deleted.</source>
        <translation>Переписка удалена.</translation>
    </message>
    <message>
        <source>They are deleted from this device.</source>
        <translation>С этого устройства они удалены.</translation>
    </message>
</context>
<context>
    <name>RecordBar</name>
    <message>
        <source>Voice message that is being recorded</source>
        <translation>Записываемое голосовое сообщение</translation>
    </message>
    <message>
        <source>Throw the recording away</source>
        <translation>Удалить запись</translation>
    </message>
    <message>
        <source>Stop listening</source>
        <translation>Остановить</translation>
    </message>
    <message>
        <source>Listen to it before sending</source>
        <translation>Прослушать перед отправкой</translation>
    </message>
    <message>
        <source>Recording, %1</source>
        <translation>Идёт запись, %1</translation>
    </message>
    <message>
        <source>Recorded, %1</source>
        <translation>Записано, %1</translation>
    </message>
    <message>
        <source>Record it anew</source>
        <translation>Записать заново</translation>
    </message>
</context>
<context>
    <name>RingWindow</name>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
    <message>
        <source>%1 is calling you</source>
        <translation>%1 звонит вам</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>Отклонить</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Принять</translation>
    </message>
</context>
<context>
    <name>SaveDialog</name>
    <message>
        <source>Save as</source>
        <translation>Сохранить как</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Clear the search</source>
        <translation>Очистить поиск</translation>
    </message>
</context>
<context>
    <name>SearchHeading</name>
    <message>
        <source>Messages</source>
        <translation>Сообщения</translation>
    </message>
    <message>
        <source>Active last</source>
        <translation>Недавние</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Чаты</translation>
    </message>
    <message>
        <source>Files and photos</source>
        <translation>Файлы и фото</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Ссылки</translation>
    </message>
</context>
<context>
    <name>SearchResults</name>
    <message>
        <source>Found</source>
        <translation>Найдено</translation>
    </message>
    <message>
        <source>Nothing found. Words are found by how they begin.</source>
        <translation>Ничего не найдено. Слова ищутся по их началу.</translation>
    </message>
</context>
<context>
    <name>SearchRow</name>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
    <message>
        <source>You: %1</source>
        <translation>Вы: %1</translation>
    </message>
</context>
<context>
    <name>SecretCard</name>
    <message>
        <source>Secret group</source>
        <translation>Секретная группа</translation>
    </message>
    <message>
        <source>Secret chat</source>
        <translation>Секретный чат</translation>
    </message>
    <message>
        <source>Everything here is destroyed on %1.</source>
        <extracomment>%1 is a moment: 3 May, 12:00</extracomment>
        <translation>Всё здесь будет уничтожено %1.</translation>
    </message>
    <message>
        <source>Messages are deleted %1.</source>
        <extracomment>%1 says when: 5 minutes after they were read</extracomment>
        <translation>Сообщения удаляются %1.</translation>
    </message>
    <message>
        <source>Invite</source>
        <translation>Пригласить</translation>
    </message>
    <message>
        <source>My chats</source>
        <translation>Мои чаты</translation>
    </message>
    <message>
        <source>Ending…</source>
        <translation>Завершается…</translation>
    </message>
    <message>
        <source>End it now</source>
        <translation>Завершить сейчас</translation>
    </message>
    <message>
        <source>End this secret chat?</source>
        <translation>Завершить этот секретный чат?</translation>
    </message>
    <message>
        <source>Everything in it is destroyed here and, as soon as they are online, for everybody else. This cannot be undone.</source>
        <translation>Всё в нём уничтожается здесь и, как только другие будут в сети, у всех остальных. Отменить это нельзя.</translation>
    </message>
    <message>
        <source>Destroy it for everybody</source>
        <translation>Уничтожить у всех</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Оставить</translation>
    </message>
</context>
<context>
    <name>SecretRow</name>
    <message>
        <source>Secret chat as %1</source>
        <translation>Секретный чат, вы — %1</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>осталось %1</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <extracomment>%n is a number of unread messages</extracomment>
        <translation>
            <numerusform>%n непрочитанное</numerusform>
            <numerusform>%n непрочитанных</numerusform>
            <numerusform>%n непрочитанных</numerusform>
        </translation>
    </message>
    <message>
        <source>Secret chat</source>
        <translation>Секретный чат</translation>
    </message>
    <message>
        <source>You are %1</source>
        <extracomment>%1 is a nickname</extracomment>
        <translation>Вы — %1</translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message>
        <source>Select nothing</source>
        <translation>Снять выделение</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <extracomment>%n is a number of messages</extracomment>
        <translation>
            <numerusform>Выбрано: %n</numerusform>
            <numerusform>Выбрано: %n</numerusform>
            <numerusform>Выбрано: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Переслать</translation>
    </message>
    <message>
        <source>Copy the texts</source>
        <translation>Скопировать тексты</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n message(s)</source>
        <extracomment>%n is a number of messages</extracomment>
        <translation>
            <numerusform>Удалить %n сообщение</numerusform>
            <numerusform>Удалить %n сообщения</numerusform>
            <numerusform>Удалить %n сообщений</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete here</source>
        <translation>Удалить здесь</translation>
    </message>
    <message>
        <source>Delete for both</source>
        <translation>Удалить у обоих</translation>
    </message>
    <message>
        <source>Their Nightjar will delete it, too; a modified program could keep it.</source>
        <translation>Nightjar у собеседника тоже удалит; изменённая программа могла бы сохранить.</translation>
    </message>
</context>
<context>
    <name>SendFilesSheet</name>
    <message>
        <source>This network may be paid for by the byte, and this is %1.</source>
        <extracomment>%1 is a size such as &quot;12 MB&quot;</extracomment>
        <translation>В этой сети, возможно, платят за трафик, а здесь %1.</translation>
    </message>
    <message>
        <source>This is %1. At the present rate it takes %2.</source>
        <extracomment>%1 is a size such as &quot;12 MB&quot;, %2 a time such as &quot;25 min&quot;</extracomment>
        <translation>Здесь %1. С нынешней скоростью это займёт %2.</translation>
    </message>
    <message numerus="yes">
        <source>Send %n photo(s)</source>
        <extracomment>%n is a number of files</extracomment>
        <translation>
            <numerusform>Отправить %n фото</numerusform>
            <numerusform>Отправить %n фото</numerusform>
            <numerusform>Отправить %n фото</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %n file(s)</source>
        <translation>
            <numerusform>Отправить %n файл</numerusform>
            <numerusform>Отправить %n файла</numerusform>
            <numerusform>Отправить %n файлов</numerusform>
        </translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>Что отправляется</translation>
    </message>
    <message>
        <source>As photos</source>
        <translation>Как фото</translation>
    </message>
    <message>
        <source>Made smaller, and without place, time and camera.</source>
        <translation>Уменьшенные, без места, времени и модели камеры.</translation>
    </message>
    <message>
        <source>Sent as they are, with all that the camera wrote into them.</source>
        <translation>Как есть, со всем, что записала в них камера.</translation>
    </message>
    <message>
        <source>Send smaller</source>
        <translation>Отправить поменьше</translation>
    </message>
    <message>
        <source>Good to look at on a phone, and quick on a slow network.</source>
        <translation>Хорошо смотрится на телефоне и быстро уходит по медленной сети.</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>Подпись</translation>
    </message>
    <message>
        <source>Add a caption</source>
        <translation>Добавьте подпись</translation>
    </message>
    <message>
        <source>Send anyway, %1</source>
        <translation>Всё равно отправить, %1</translation>
    </message>
    <message>
        <source>Send, %1</source>
        <translation>Отправить, %1</translation>
    </message>
</context>
<context>
    <name>ServerStep</name>
    <message>
        <source>Through which server?</source>
        <translation>Через какой сервер?</translation>
    </message>
    <message>
        <source>It passes sealed letters on and keeps them while somebody is away. It cannot read them and does not know who you are.</source>
        <translation>Он передаёт запечатанные письма и хранит их, пока кого-то нет. Прочесть их он не может и не знает, кто вы.</translation>
    </message>
    <message>
        <source>Found nearby</source>
        <translation>Найдены рядом</translation>
    </message>
    <message>
        <source>Key %1…</source>
        <extracomment>%1 is the first letters of a server&apos;s key</extracomment>
        <translation>Ключ %1…</translation>
    </message>
    <message>
        <source>Another server</source>
        <translation>Другой сервер</translation>
    </message>
    <message>
        <source>Looking on this machine and in the local network…</source>
        <translation>Ищем на этом компьютере и в локальной сети…</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>Адрес сервера</translation>
    </message>
    <message>
        <source>Whoever runs a server can give you its address line. Paste it here.</source>
        <translation>Строку с адресом даёт тот, кто держит сервер. Вставьте её сюда.</translation>
    </message>
    <message>
        <source>Making your keys…</source>
        <translation>Создаём ваши ключи…</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>Choose later</source>
        <translation>Позже</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Искать снова</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>The name is saved. New contacts will see it.</source>
        <translation>Имя сохранено. Его увидят новые контакты.</translation>
    </message>
    <message>
        <source>The server is set. Contacts you have already keep the one they know.</source>
        <translation>Сервер задан. Прежние контакты остаются на своём.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Вы</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ваше имя</translation>
    </message>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
    <message>
        <source>New contacts are told this name.</source>
        <translation>Это имя узнают новые контакты.</translation>
    </message>
    <message>
        <source>Save the name</source>
        <translation>Сохранить имя</translation>
    </message>
    <message>
        <source>Look and language</source>
        <translation>Вид и язык</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Вид</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлый</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмный</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Text size: %1 %</source>
        <translation>Размер текста: %1 %</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Текст мельче</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Текст крупнее</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Блокировка</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>Заблокировать</translation>
    </message>
    <message>
        <source>Pictures of the screen cannot be prevented here: any program of yours can take one while Nightjar is open.</source>
        <translation>Снимки экрана здесь не предотвратить: пока Nightjar открыт, их может сделать любая ваша программа.</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Сервер</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>Адрес сервера</translation>
    </message>
    <message>
        <source>Another server is used for new contacts. Those you have already keep the one they know.</source>
        <translation>Другой сервер будет для новых контактов. Прежние остаются на своём.</translation>
    </message>
    <message>
        <source>Use this server</source>
        <translation>Взять этот сервер</translation>
    </message>
    <message>
        <source>Nightjar %1, free software under the MPL 2.0</source>
        <translation>Nightjar %1, свободная программа под MPL 2.0</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Соединение</translation>
    </message>
    <message>
        <source>What others are told</source>
        <translation>Что узнают другие</translation>
    </message>
    <message>
        <source>That you have read their messages</source>
        <translation>Что вы прочли их сообщения</translation>
    </message>
    <message>
        <source>That you are writing</source>
        <translation>Что вы пишете</translation>
    </message>
    <message>
        <source>For one person it can be turned off on the page of that contact.</source>
        <translation>Для одного человека это выключается на странице контакта.</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Высокий контраст</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Набор текста</translation>
    </message>
    <message>
        <source>Enter sends</source>
        <translation>Enter отправляет</translation>
    </message>
    <message>
        <source>Shift+Enter starts a new line.</source>
        <translation>Shift+Enter начинает новую строку.</translation>
    </message>
    <message>
        <source>Ctrl+Enter sends</source>
        <translation>Ctrl+Enter отправляет</translation>
    </message>
    <message>
        <source>Enter starts a new line.</source>
        <translation>Enter начинает новую строку.</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Звонки</translation>
    </message>
    <message>
        <source>Microphone and loudspeaker</source>
        <translation>Микрофон и динамик</translation>
    </message>
    <message>
        <source>Locking and PINs</source>
        <translation>Блокировка и PIN-коды</translation>
    </message>
    <message>
        <source>Private identities</source>
        <translation>Скрытые личности</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Хранение</translation>
    </message>
    <message>
        <source>What is kept where, and backup</source>
        <translation>Что где хранится и резервная копия</translation>
    </message>
    <message>
        <source>The theme file was not taken: %1. Nightjar looks as usual.</source>
        <translation>Файл оформления не принят: %1. Nightjar выглядит как обычно.</translation>
    </message>
    <message>
        <source>Desktop</source>
        <translation>Рабочий стол</translation>
    </message>
    <message>
        <source>Notifications and tray</source>
        <translation>Уведомления и значок</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Сочетания клавиш</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Go to a chat or a message</source>
        <translation>Перейти к чату или сообщению</translation>
    </message>
    <message>
        <source>Search, in the open chat or in all</source>
        <translation>Поиск в открытом чате или во всех</translation>
    </message>
    <message>
        <source>To the next chat</source>
        <translation>К следующему чату</translation>
    </message>
    <message>
        <source>To the chat before</source>
        <translation>К предыдущему чату</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Invite somebody</source>
        <translation>Пригласить</translation>
    </message>
    <message>
        <source>Take an invitation</source>
        <translation>Принять приглашение</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>Все звонки</translation>
    </message>
    <message>
        <source>Another identity</source>
        <translation>Другая личность</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>These shortcuts</source>
        <translation>Эти сочетания</translation>
    </message>
    <message>
        <source>Undo what was deleted</source>
        <translation>Вернуть удалённое</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>Заблокировать</translation>
    </message>
    <message>
        <source>About the contact</source>
        <translation>О контакте</translation>
    </message>
    <message>
        <source>Call them</source>
        <translation>Позвонить</translation>
    </message>
    <message>
        <source>Send; Enter alone, if it is set so</source>
        <translation>Отправить; просто Enter, если так настроено</translation>
    </message>
    <message>
        <source>A new line</source>
        <translation>Новая строка</translation>
    </message>
    <message>
        <source>In the empty field: change your last message</source>
        <translation>В пустом поле: изменить последнее своё сообщение</translation>
    </message>
    <message>
        <source>Microphone off and on</source>
        <translation>Выключить и включить микрофон</translation>
    </message>
    <message>
        <source>Close the page of a call that is over</source>
        <translation>Закрыть страницу завершённого звонка</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>In a conversation</source>
        <translation>В переписке</translation>
    </message>
    <message>
        <source>In a call</source>
        <translation>Во время звонка</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Везде</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Сочетания клавиш</translation>
    </message>
</context>
<context>
    <name>SoundPage</name>
    <message>
        <source>“%1” is not connected. Until it is back, the one of the system is used.</source>
        <extracomment>%1 is the name of a microphone or loudspeaker</extracomment>
        <translation>«%1» не подключено. Пока его нет, используется системное.</translation>
    </message>
    <message>
        <source>Possible again when the call has ended.</source>
        <translation>Станет возможно, когда звонок закончится.</translation>
    </message>
    <message>
        <source>Speak now …</source>
        <translation>Говорите …</translation>
    </message>
    <message>
        <source>A moment …</source>
        <translation>Секунду …</translation>
    </message>
    <message>
        <source>This is what others hear.</source>
        <translation>Так вас слышат другие.</translation>
    </message>
    <message>
        <source>Speak for five seconds, then hear yourself as the other end of a call would. Nothing of it leaves this device.</source>
        <translation>Говорите пять секунд, а потом послушайте, как вас слышно на другом конце звонка. Запись не покидает это устройство.</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Звук</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Микрофон</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Loudspeaker</source>
        <translation>Динамик</translation>
    </message>
    <message>
        <source>Hear how you sound</source>
        <translation>Как вас слышно</translation>
    </message>
    <message>
        <source>The microphone gave no sound. Choose another one, or see whether the system lets Nightjar use it.</source>
        <translation>Микрофон молчит. Выберите другой или проверьте, разрешает ли система Nightjar им пользоваться.</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Громкость</translation>
    </message>
    <message>
        <source>Record my voice</source>
        <translation>Записать мой голос</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Стоп</translation>
    </message>
    <message>
        <source>Over which link?</source>
        <translation>Через какую связь?</translation>
    </message>
    <message>
        <source>The worst that works</source>
        <translation>Худшая из возможных</translation>
    </message>
    <message>
        <source>2 kbit/s, one packet in twenty lost</source>
        <translation>2 кбит/с, теряется один пакет из двадцати</translation>
    </message>
    <message>
        <source>5 kbit/s, one packet in twenty lost: how every call begins</source>
        <translation>5 кбит/с, теряется один пакет из двадцати: так начинается каждый звонок</translation>
    </message>
    <message>
        <source>26 kbit/s, three packets in a hundred lost</source>
        <translation>26 кбит/с, теряются три пакета из ста</translation>
    </message>
    <message>
        <source>3G and better</source>
        <translation>3G и лучше</translation>
    </message>
    <message>
        <source>43 kbit/s, nothing lost</source>
        <translation>43 кбит/с, без потерь</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Без связи</translation>
    </message>
    <message>
        <source>as the microphone gives it</source>
        <translation>как слышит микрофон</translation>
    </message>
    <message>
        <source>Hear it over this link</source>
        <translation>Послушать через эту связь</translation>
    </message>
</context>
<context>
    <name>SpeedButton</name>
    <message>
        <source>%1×</source>
        <extracomment>A speed: 1.5 times as fast</extracomment>
        <translation>%1×</translation>
    </message>
    <message>
        <source>Speed: %1</source>
        <translation>Скорость: %1</translation>
    </message>
</context>
<context>
    <name>SpellSheet</name>
    <message>
        <source>No other spelling is known</source>
        <translation>Другого написания не найдено</translation>
    </message>
    <message>
        <source>Another spelling: %1</source>
        <translation>Другое написание: %1</translation>
    </message>
</context>
<context>
    <name>Spinner</name>
    <message>
        <source>Working</source>
        <translation>Работаем</translation>
    </message>
</context>
<context>
    <name>StepTitle</name>
    <message>
        <source>Step %1 of 3</source>
        <translation>Шаг %1 из 3</translation>
    </message>
</context>
<context>
    <name>StorageKindRow</name>
    <message>
        <source>Delete here: %1</source>
        <extracomment>%1 is &quot;Photos&quot;, &quot;Voice notes&quot; or &quot;Files&quot;</extracomment>
        <translation>Удалить здесь: %1</translation>
    </message>
</context>
<context>
    <name>StoragePage</name>
    <message>
        <source>The room is given back, and the old key is destroyed.</source>
        <translation>Место освобождено, старый ключ уничтожен.</translation>
    </message>
    <message>
        <source>The backup is written.</source>
        <translation>Резервная копия записана.</translation>
    </message>
    <message>
        <source>What is kept where</source>
        <translation>Что где хранится</translation>
    </message>
    <message>
        <source>On this device</source>
        <translation>На этом устройстве</translation>
    </message>
    <message>
        <source>Everything lies encrypted in your profile folder and nowhere else. At the server lies only what has not arrived yet, sealed, for 30 days at most.</source>
        <translation>Всё лежит зашифрованным в папке вашего профиля и больше нигде. На сервере лежит только то, что ещё не дошло: запечатанным и не дольше 30 дней.</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s), their search index and all keys</source>
        <extracomment>%n is a number of messages</extracomment>
        <translation>
            <numerusform>%n сообщение, указатель для поиска и все ключи</numerusform>
            <numerusform>%n сообщения, указатель для поиска и все ключи</numerusform>
            <numerusform>%n сообщений, указатель для поиска и все ключи</numerusform>
        </translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Фотографии</translation>
    </message>
    <message>
        <source>Voice notes</source>
        <translation>Голосовые сообщения</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Файлы</translation>
    </message>
    <message>
        <source>On its way</source>
        <translation>В пути</translation>
    </message>
    <message>
        <source>What you delete here stays with the others.</source>
        <translation>Удалённое здесь останется у собеседников.</translation>
    </message>
    <message>
        <source>By conversation</source>
        <translation>По перепискам</translation>
    </message>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
    <message>
        <source>Give room back</source>
        <translation>Освободить место</translation>
    </message>
    <message>
        <source>Left behind by deleted things</source>
        <translation>Осталось от удалённого</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Минутку…</translation>
    </message>
    <message>
        <source>Write the store anew</source>
        <translation>Переписать хранилище заново</translation>
    </message>
    <message>
        <source>Under a fresh key; the old one is destroyed, so that nothing deleted can be read in old blocks of the disk. It happens by itself, too, when nothing else is going on.</source>
        <translation>Под новым ключом; старый уничтожается, чтобы удалённое нельзя было прочесть в старых блоках диска. Это делается и само, когда больше ничего не происходит.</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Резервная копия</translation>
    </message>
    <message>
        <source>Everything of this identity in one file, which only the passphrase opens: its private identities and locked chats, too, but no secret chats, which end. Where it is restored it goes on, and this device stops.</source>
        <translation>Всё из этой личности в одном файле, который открывает только парольная фраза: с её скрытыми личностями и закрытыми чатами, но без секретных чатов, у которых есть конец. Где её восстановят, там она и продолжит, а это устройство остановится.</translation>
    </message>
    <message>
        <source>Passphrase of the backup</source>
        <translation>Парольная фраза копии</translation>
    </message>
    <message>
        <source>Save a backup</source>
        <translation>Сохранить копию</translation>
    </message>
    <message>
        <source>Nobody can open it without the passphrase, you included. Five random words are a good one.</source>
        <translation>Без фразы её не откроет никто, и вы тоже. Хорошая фраза — пять случайных слов.</translation>
    </message>
    <message>
        <source>Where the backup goes</source>
        <translation>Куда сохранить копию</translation>
    </message>
    <message>
        <source>Nightjar backups</source>
        <translation>Резервные копии Nightjar</translation>
    </message>
</context>
<context>
    <name>TimeChip</name>
    <message>
        <source>%1 left</source>
        <extracomment>%1 is a length of time: 3 h</extracomment>
        <translation>осталось %1</translation>
    </message>
</context>
<context>
    <name>TrayRow</name>
    <message>
        <source>One moment…</source>
        <translation>Минутку…</translation>
    </message>
    <message>
        <source>Leave out %1</source>
        <translation>Не отправлять %1</translation>
    </message>
    <message>
        <source>%1, with whatever the camera wrote into it (place, time)</source>
        <extracomment>a video; %1 is its size</extracomment>
        <translation>%1, со всем, что записала в него камера (место, время)</translation>
    </message>
</context>
<context>
    <name>TurnCard</name>
    <message>
        <source>TURN server</source>
        <translation>TURN-сервер</translation>
    </message>
    <message>
        <source>For experts. While no direct way is known, links go through it instead of Nightjar’s server. It learns who talks when, and no word of it.</source>
        <translation>Для знатоков. Пока нет прямого пути, связь идёт через него, а не через сервер Nightjar. Он видит, кто и когда говорит, но не слова.</translation>
    </message>
    <message>
        <source>Where others reach you through it</source>
        <translation>Где вас найдут через него</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Адрес</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Пользователь</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Пароль</translation>
    </message>
    <message>
        <source>Use this TURN server</source>
        <translation>Использовать этот TURN-сервер</translation>
    </message>
    <message>
        <source>No TURN server any more</source>
        <translation>Больше без TURN-сервера</translation>
    </message>
</context>
<context>
    <name>UnlockPage</name>
    <message>
        <source>One moment…</source>
        <translation>Минуту…</translation>
    </message>
    <message>
        <source>%1 The next attempt is possible in %2.</source>
        <translation>%1 Следующая попытка через %2.</translation>
    </message>
    <message>
        <source>Nightjar is locked</source>
        <translation>Nightjar заблокирован</translation>
    </message>
    <message>
        <source>Enter your passphrase</source>
        <translation>Введите парольную фразу</translation>
    </message>
    <message>
        <source>Enter your PIN</source>
        <translation>Введите PIN-код</translation>
    </message>
    <message>
        <source>This profile cannot be opened</source>
        <translation>Этот профиль не открыть</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Use the PIN pad</source>
        <translation>Ввести цифрами</translation>
    </message>
    <message>
        <source>I have a passphrase</source>
        <translation>У меня парольная фраза</translation>
    </message>
</context>
<context>
    <name>VideoControls</name>
    <message>
        <source>Pause</source>
        <translation>Приостановить</translation>
    </message>
    <message>
        <source>Play again</source>
        <translation>Смотреть снова</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Смотреть</translation>
    </message>
    <message>
        <source>Place in the video</source>
        <translation>Место в видео</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>Включить звук</translation>
    </message>
    <message>
        <source>Sound off</source>
        <translation>Выключить звук</translation>
    </message>
</context>
<context>
    <name>VideoMarks</name>
    <message>
        <source>Play the video</source>
        <translation>Смотреть видео</translation>
    </message>
</context>
<context>
    <name>VideoStage</name>
    <message>
        <source>Video</source>
        <translation>Видео</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Сохранить как…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>WelcomeStep</name>
    <message>
        <source>Heard, never seen.</source>
        <translation>Слышен, но не виден.</translation>
    </message>
    <message>
        <source>Your identity is made here, on this device: no phone number, no e-mail, no account. Three short steps and you can talk.</source>
        <translation>Ваша личность создаётся здесь, на устройстве: без номера, без почты, без учётной записи. Три коротких шага, и можно говорить.</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Начать</translation>
    </message>
    <message>
        <source>I have a backup</source>
        <translation>У меня есть резервная копия</translation>
    </message>
</context>
<context>
    <name>WipeOfferStep</name>
    <message>
        <source>A second PIN that destroys everything?</source>
        <translation>Второй PIN-код, который всё уничтожит?</translation>
    </message>
    <message>
        <source>If somebody forces you to open Nightjar, you type this one instead.</source>
        <translation>Если вас заставят открыть Nightjar, вы введёте его вместо настоящего.</translation>
    </message>
    <message>
        <source>The screen behaves as with your real PIN and shows an empty Nightjar. In that moment the keys to all your contacts and messages are destroyed for good.</source>
        <translation>Экран поведёт себя как с настоящим кодом и покажет пустой Nightjar. В этот миг ключи ко всем контактам и сообщениям уничтожаются навсегда.</translation>
    </message>
    <message>
        <source>Nobody can bring them back: not you, not we. What you sent to others stays with them.</source>
        <translation>Вернуть их не сможет никто: ни вы, ни мы. Отправленное другим останется у них.</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Не сейчас</translation>
    </message>
    <message>
        <source>Set a wipe PIN</source>
        <translation>Задать PIN-код стирания</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>That cannot be done.</source>
        <translation>Это невозможно.</translation>
    </message>
    <message>
        <source>This is not a Nightjar invitation, or a part of it got lost on the way. Ask for it again.</source>
        <translation>Это не приглашение Nightjar, или часть его потерялась по пути. Попросите прислать снова.</translation>
    </message>
    <message>
        <source>This is not a server address. It begins with nightjar-hub:// and is copied as a whole.</source>
        <translation>Это не адрес сервера. Он начинается с nightjar-hub:// и копируется целиком.</translation>
    </message>
    <message>
        <source>No server is set yet. Set one in the settings first.</source>
        <translation>Сервер ещё не задан. Задайте его в настройках.</translation>
    </message>
    <message>
        <source>The server does not answer. Check the network, then try again.</source>
        <translation>Сервер не отвечает. Проверьте сеть и повторите.</translation>
    </message>
    <message>
        <source>Something answers at this address, but it is not the server you were told about. Ask for its address again.</source>
        <translation>По этому адресу отвечает не тот сервер, о котором вам говорили. Попросите адрес ещё раз.</translation>
    </message>
    <message>
        <source>The server takes no more from us at the moment. Try again later.</source>
        <translation>Сервер сейчас больше не принимает от нас. Повторите позже.</translation>
    </message>
    <message>
        <source>This invitation has been used. If it was not you, tell the one who sent it, and ask for a new one.</source>
        <translation>Это приглашение использовано. Если не вами, сообщите тому, кто его прислал, и попросите новое.</translation>
    </message>
    <message>
        <source>This invitation is too old. Ask for a new one.</source>
        <translation>Это приглашение устарело. Попросите новое.</translation>
    </message>
    <message>
        <source>The server does not know this invitation: it was withdrawn or has expired. Ask for a new one.</source>
        <translation>Сервер не знает этого приглашения: его отозвали или оно истекло. Попросите новое.</translation>
    </message>
    <message>
        <source>This is your own invitation. Send it to the one you want to talk to.</source>
        <translation>Это ваше собственное приглашение. Отправьте его тому, с кем хотите говорить.</translation>
    </message>
    <message>
        <source>This contact is not there any more.</source>
        <translation>Этого контакта больше нет.</translation>
    </message>
    <message>
        <source>This message is not there any more.</source>
        <translation>Этого сообщения больше нет.</translation>
    </message>
    <message>
        <source>This call is over.</source>
        <translation>Этот звонок завершён.</translation>
    </message>
    <message>
        <source>This is too long for one message. Split it in two.</source>
        <translation>Это слишком длинно для одного сообщения. Разделите на два.</translation>
    </message>
    <message>
        <source>Their mailbox is full. Nightjar keeps trying until they fetch their messages.</source>
        <translation>Ящик собеседника полон. Nightjar будет пробовать, пока он не заберёт сообщения.</translation>
    </message>
    <message>
        <source>They have removed you from their contacts.</source>
        <translation>Вас удалили из контактов.</translation>
    </message>
    <message>
        <source>You have blocked this contact. Unblock them first.</source>
        <translation>Вы заблокировали этого человека. Сначала разблокируйте.</translation>
    </message>
    <message>
        <source>This request has not been accepted yet. Accept it first.</source>
        <translation>Этот запрос ещё не принят. Сначала примите его.</translation>
    </message>
    <message>
        <source>Only your own messages can be changed or sent again.</source>
        <translation>Изменить или отправить снова можно только свои сообщения.</translation>
    </message>
    <message>
        <source>No server took this message for 30 days. Send it again when you are online.</source>
        <translation>30 дней ни один сервер не принял это сообщение. Отправьте его снова, когда будет связь.</translation>
    </message>
    <message>
        <source>This file cannot be read. Choose another one.</source>
        <translation>Этот файл не читается. Выберите другой.</translation>
    </message>
    <message>
        <source>The file was changed while it was being sent. Send it again.</source>
        <translation>Файл изменился во время отправки. Отправьте его снова.</translation>
    </message>
    <message>
        <source>This file is too large to send.</source>
        <translation>Этот файл слишком велик для отправки.</translation>
    </message>
    <message>
        <source>Not all of this file has come yet. Wait until it is complete.</source>
        <translation>Файл получен ещё не весь. Подождите, пока он загрузится.</translation>
    </message>
    <message>
        <source>They do not have this file any more. Ask them to send it again.</source>
        <translation>У собеседника этого файла больше нет. Попросите отправить его снова.</translation>
    </message>
    <message>
        <source>What came is not what was sent. Ask them to send it again.</source>
        <translation>Пришло не то, что было отправлено. Попросите отправить снова.</translation>
    </message>
    <message>
        <source>The file cannot be saved there. Choose another folder.</source>
        <translation>Здесь сохранить файл нельзя. Выберите другую папку.</translation>
    </message>
    <message>
        <source>This address lets nobody in for now. Try again in an hour, or tomorrow.</source>
        <translation>Этот адрес пока никого не принимает. Попробуйте через час или завтра.</translation>
    </message>
    <message>
        <source>This address was deleted. Ask for another way to reach them.</source>
        <translation>Этот адрес удалён. Узнайте другой способ связаться.</translation>
    </message>
    <message>
        <source>Too many people use this address right now. Try again later.</source>
        <translation>Этим адресом сейчас пользуется слишком много людей. Попробуйте позже.</translation>
    </message>
    <message>
        <source>The server keeps no file of this size. It goes as soon as both of you are online.</source>
        <translation>Сервер не хранит файлы такого размера. Файл уйдёт, как только вы оба будете в сети.</translation>
    </message>
    <message>
        <source>There is a call already. End it first.</source>
        <translation>Звонок уже идёт. Сначала завершите его.</translation>
    </message>
    <message>
        <source>The disk is full. Make some room, then try again.</source>
        <translation>Диск заполнен. Освободите место и повторите.</translation>
    </message>
    <message>
        <source>The stored data is damaged. Nothing has been overwritten.</source>
        <translation>Сохранённые данные повреждены. Ничего не перезаписано.</translation>
    </message>
    <message>
        <source>Something went wrong inside Nightjar. Try again.</source>
        <translation>Внутри Nightjar что-то пошло не так. Повторите.</translation>
    </message>
    <message>
        <source>This PIN does not open anything here.</source>
        <translation>Этот PIN-код здесь ничего не открывает.</translation>
    </message>
    <message>
        <source>Too many attempts. Wait a moment.</source>
        <translation>Слишком много попыток. Подождите.</translation>
    </message>
    <message>
        <source>This PIN cannot be used.</source>
        <translation>Этот PIN-код не подходит.</translation>
    </message>
    <message>
        <source>There is a profile in this folder already.</source>
        <translation>В этой папке уже есть профиль.</translation>
    </message>
    <message>
        <source>There is no profile in this folder.</source>
        <translation>В этой папке нет профиля.</translation>
    </message>
    <message>
        <source>The profile folder holds files that are not Nightjar’s. Nothing was touched. Choose another folder.</source>
        <translation>В папке профиля лежат чужие файлы. Ничего не тронуто. Выберите другую папку.</translation>
    </message>
    <message>
        <source>The profile is damaged and cannot be read. Nothing was overwritten.</source>
        <translation>Профиль повреждён и не читается. Ничего не перезаписано.</translation>
    </message>
    <message>
        <source>Nightjar is running with this profile already.</source>
        <translation>Nightjar уже запущен с этим профилем.</translation>
    </message>
    <message>
        <source>The system does not let Nightjar read or write the profile folder.</source>
        <translation>Система не даёт читать или писать папку профиля.</translation>
    </message>
    <message>
        <source>This profile was written by a later version of Nightjar. Update first.</source>
        <translation>Этот профиль записан более новой версией Nightjar. Сначала обновитесь.</translation>
    </message>
    <message>
        <source>The disk failed to read or write. Nothing more was tried.</source>
        <translation>Диск не смог прочитать или записать. Больше ничего не делалось.</translation>
    </message>
    <message>
        <source>This name is too long.</source>
        <translation>Имя слишком длинное.</translation>
    </message>
    <message>
        <source>At least four digits, please.</source>
        <translation>Не меньше четырёх цифр.</translation>
    </message>
    <message>
        <source>That was another one. Type it again.</source>
        <translation>Не совпало. Введите ещё раз.</translation>
    </message>
    <message>
        <source>This is the PIN you have already.</source>
        <translation>Это ваш нынешний PIN-код.</translation>
    </message>
    <message>
        <source>The wipe PIN has to differ from your PIN.</source>
        <translation>PIN-код стирания должен отличаться от обычного.</translation>
    </message>
    <message>
        <source>There is no QR code in this picture. Try a sharper one.</source>
        <translation>На картинке нет QR-кода. Возьмите более чёткую.</translation>
    </message>
    <message>
        <source>This file is not a picture that Nightjar can read.</source>
        <translation>Такую картинку Nightjar прочесть не может.</translation>
    </message>
    <message>
        <source>The clipboard is empty.</source>
        <translation>Буфер обмена пуст.</translation>
    </message>
    <message>
        <source>Something went wrong (%1).</source>
        <translation>Что-то пошло не так (%1).</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>Ждёт сети</translation>
    </message>
    <message>
        <source>Waiting. %1</source>
        <translation>Ждёт. %1</translation>
    </message>
    <message>
        <source>Left at the server</source>
        <translation>Оставлено на сервере</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Доставлено</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Прочитано</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Не отправлено</translation>
    </message>
    <message>
        <source>Not sent. %1</source>
        <translation>Не отправлено. %1</translation>
    </message>
    <message>
        <source>Outgoing call, %1</source>
        <translation>Исходящий, %1</translation>
    </message>
    <message>
        <source>Incoming call, %1</source>
        <translation>Входящий, %1</translation>
    </message>
    <message>
        <source>Call not answered</source>
        <translation>Звонок без ответа</translation>
    </message>
    <message>
        <source>Missed call</source>
        <translation>Пропущенный звонок</translation>
    </message>
    <message>
        <source>Call declined</source>
        <translation>Звонок отклонён</translation>
    </message>
    <message>
        <source>They were busy</source>
        <translation>Было занято</translation>
    </message>
    <message>
        <source>Missed call: you were busy</source>
        <translation>Пропущенный: вы были заняты</translation>
    </message>
    <message>
        <source>Call lost: the link broke</source>
        <translation>Звонок прервался: связь пропала</translation>
    </message>
    <message>
        <source>The call did not come about</source>
        <translation>Звонок не состоялся</translation>
    </message>
    <message>
        <source>Outgoing call</source>
        <translation>Исходящий звонок</translation>
    </message>
    <message>
        <source>Incoming call</source>
        <translation>Входящий звонок</translation>
    </message>
    <message>
        <source>Call ended</source>
        <translation>Звонок завершён</translation>
    </message>
    <message>
        <source>They hung up</source>
        <translation>Собеседник завершил звонок</translation>
    </message>
    <message>
        <source>They are in another call</source>
        <translation>Собеседник занят другим звонком</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Не отвечает</translation>
    </message>
    <message>
        <source>The link broke and did not come back</source>
        <translation>Связь пропала и не вернулась</translation>
    </message>
    <message>
        <source>Direct</source>
        <translation>Напрямую</translation>
    </message>
    <message>
        <source>Through the server</source>
        <translation>Через сервер</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Нет соединения</translation>
    </message>
    <message>
        <source>Very narrow (GPRS)</source>
        <translation>Очень узкая (GPRS)</translation>
    </message>
    <message>
        <source>Narrow (EDGE)</source>
        <translation>Узкая (EDGE)</translation>
    </message>
    <message>
        <source>Fair (3G)</source>
        <translation>Средняя (3G)</translation>
    </message>
    <message>
        <source>Good (LTE, Wi-Fi)</source>
        <translation>Хорошая (LTE, Wi-Fi)</translation>
    </message>
    <message>
        <source>Local network</source>
        <translation>Локальная сеть</translation>
    </message>
    <message>
        <source>Not measured yet</source>
        <translation>Ещё не измерено</translation>
    </message>
    <message>
        <source>No server set</source>
        <translation>Сервер не задан</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Соединяемся…</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Есть соединение</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>Недоступен</translation>
    </message>
    <message>
        <source>None: directly on the Internet</source>
        <translation>Нет: прямо в интернете</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Пока неизвестно</translation>
    </message>
    <message>
        <source>%1 s</source>
        <extracomment>minutes and seconds, as short as they can be
----------
seconds, minutes, hours, as short as they can be</extracomment>
        <translation>%1 с</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 мин %2 с</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <extracomment>%n is a number of seconds</extracomment>
        <translation>
            <numerusform>%n секунду</numerusform>
            <numerusform>%n секунды</numerusform>
            <numerusform>%n секунд</numerusform>
        </translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Сегодня</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Вчера</translation>
    </message>
    <message>
        <source>A firewall, but no change of addresses</source>
        <translation>Брандмауэр без подмены адресов</translation>
    </message>
    <message>
        <source>Very friendly (full cone): direct links work</source>
        <translation>Очень дружелюбный (full cone): прямая связь работает</translation>
    </message>
    <message>
        <source>Friendly (restricted): direct links work</source>
        <translation>Дружелюбный (restricted): прямая связь работает</translation>
    </message>
    <message>
        <source>Friendly (port-restricted): direct links work</source>
        <translation>Дружелюбный (port-restricted): прямая связь работает</translation>
    </message>
    <message>
        <source>Strict (symmetric): direct links are harder</source>
        <translation>Строгий (симметричный): прямая связь труднее</translation>
    </message>
    <message>
        <source>Strict but predictable (symmetric): direct links mostly work</source>
        <translation>Строгий, но предсказуемый (симметричный): прямая связь обычно работает</translation>
    </message>
    <message>
        <source>UDP is blocked: everything goes through the server</source>
        <translation>UDP закрыт: всё идёт через сервер</translation>
    </message>
    <message>
        <source>Both sides knocked at once</source>
        <translation>Обе стороны постучались одновременно</translation>
    </message>
    <message>
        <source>The next port was foreseen</source>
        <translation>Следующий порт предугадан</translation>
    </message>
    <message>
        <source>Through a TURN server</source>
        <translation>Через сервер TURN</translation>
    </message>
    <message>
        <source>Many ports were tried</source>
        <translation>Перебраны многие порты</translation>
    </message>
    <message>
        <source>By TCP</source>
        <translation>По TCP</translation>
    </message>
    <message>
        <source>So many files do not go at once. The first ones are here; send them, then the others.</source>
        <translation>Столько файлов сразу не отправить. Здесь первые; отправьте их, потом остальные.</translation>
    </message>
    <message>
        <source>No program here opens such files. Save it instead.</source>
        <translation>Здесь нет программы для таких файлов. Лучше сохраните его.</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Фото</translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>Файл %1</translation>
    </message>
    <message>
        <source>%1, not fetched yet</source>
        <translation>%1, ещё не загружено</translation>
    </message>
    <message>
        <source>%1 of %2, waits for their device</source>
        <translation>%1 из %2, ждёт устройство собеседника</translation>
    </message>
    <message>
        <source>%1, waits for their device</source>
        <translation>%1, ждёт устройство собеседника</translation>
    </message>
    <message>
        <source>%1 of %2, %3 left</source>
        <translation>%1 из %2, осталось %3</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 из %2</translation>
    </message>
    <message>
        <source>%1 of %2, paused</source>
        <translation>%1 из %2, приостановлено</translation>
    </message>
    <message>
        <source>%1, left at the server</source>
        <translation>%1, на сервере</translation>
    </message>
    <message>
        <source>%1, cancelled</source>
        <translation>%1, отменено</translation>
    </message>
    <message>
        <source>%1, failed</source>
        <translation>%1, не удалось</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 мин</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 ч</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>Никак</translation>
    </message>
    <message>
        <source>One port for all destinations</source>
        <translation>Один порт для всех направлений</translation>
    </message>
    <message>
        <source>Another port for each destination</source>
        <translation>Свой порт для каждого направления</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Всех</translation>
    </message>
    <message>
        <source>Addresses that you have written to</source>
        <translation>Адреса, которым вы писали</translation>
    </message>
    <message>
        <source>Addresses and ports that you have written to</source>
        <translation>Адреса и порты, которым вы писали</translation>
    </message>
    <message>
        <source>Those that you have written to</source>
        <translation>Тех, кому вы писали</translation>
    </message>
    <message>
        <source>TCP, because UDP does not get through</source>
        <translation>TCP: UDP не проходит</translation>
    </message>
    <message>
        <source>TLS, because nothing else gets through</source>
        <translation>TLS: другое не проходит</translation>
    </message>
    <message>
        <source>UDP</source>
        <translation>UDP</translation>
    </message>
    <message>
        <source>The keys were renewed after a restored backup. What was on its way at that time may be missing.</source>
        <translation>Ключи обновлены после восстановления из копии. Что было в пути в это время, могло не дойти.</translation>
    </message>
    <message>
        <source>Something changed in this conversation (%1).</source>
        <translation>В этом чате что-то изменилось (%1).</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Файл</translation>
    </message>
    <message>
        <source>Deleted message</source>
        <translation>Удалённое сообщение</translation>
    </message>
    <message>
        <source>A message that is not here</source>
        <translation>Сообщение, которого здесь нет</translation>
    </message>
    <message>
        <source>Ready when a link needs it</source>
        <translation>Готов, когда понадобится</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Используется</translation>
    </message>
    <message>
        <source>Not there, asked again later</source>
        <translation>Недоступен, спросим позже</translation>
    </message>
    <message>
        <source>It does not answer</source>
        <translation>Не отвечает</translation>
    </message>
    <message>
        <source>It does not take this user and password</source>
        <translation>Не принимает пользователя и пароль</translation>
    </message>
    <message>
        <source>It refuses us</source>
        <translation>Отказывает нам</translation>
    </message>
    <message>
        <source>It gives us no more at the moment</source>
        <translation>Пока больше не даёт</translation>
    </message>
    <message>
        <source>It is full</source>
        <translation>Переполнен</translation>
    </message>
    <message>
        <source>This is not a sound file that can be sent as a voice message: WAV, 16 bit, one channel, 16 or 48 kHz.</source>
        <translation>Этот файл нельзя отправить как голосовое сообщение: нужен WAV, 16 бит, один канал, 16 или 48 кГц.</translation>
    </message>
    <message>
        <source>There is no such private identity or locked chat.</source>
        <translation>Такой скрытой личности или закрытого чата нет.</translation>
    </message>
    <message>
        <source>They do not let you delete at their side. Only your own copy was deleted.</source>
        <translation>Собеседник не разрешает удалять у него. Удалена только ваша копия.</translation>
    </message>
    <message>
        <source>This group is full.</source>
        <translation>В этой группе больше нет мест.</translation>
    </message>
    <message>
        <source>There is no such thing in a group.</source>
        <translation>В группе такого нет.</translation>
    </message>
    <message>
        <source>Nobody is in this group yet. Invite somebody first.</source>
        <translation>В этой группе пока никого нет. Сначала пригласите кого-нибудь.</translation>
    </message>
    <message>
        <source>Only the person who made this group can invite into it.</source>
        <translation>Приглашать в группу может только тот, кто её создал.</translation>
    </message>
    <message>
        <source>The passphrase is wrong, or this is not a whole Nightjar backup.</source>
        <translation>Неверная парольная фраза, или это не целая резервная копия Nightjar.</translation>
    </message>
    <message>
        <source>This backup was made by a newer Nightjar. Update this one first.</source>
        <translation>Эта копия сделана более новым Nightjar. Сначала обновите этот.</translation>
    </message>
    <message>
        <source>This identity was restored on another device, which goes on with it. This one has stopped.</source>
        <translation>Эта личность восстановлена на другом устройстве и продолжает работать там. Здесь она остановлена.</translation>
    </message>
    <message>
        <source>Voice message, %1</source>
        <translation>Голосовое сообщение, %1</translation>
    </message>
    <message>
        <source>Voice message, %1, not heard yet</source>
        <translation>Голосовое сообщение, %1, ещё не прослушано</translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation>Голосовое сообщение</translation>
    </message>
    <message>
        <source>Nothing comes from them at the moment.</source>
        <translation>Сейчас от собеседника ничего не доходит.</translation>
    </message>
    <message>
        <source>Some of what they say gets lost on the way.</source>
        <translation>Часть слов собеседника теряется по дороге.</translation>
    </message>
    <message>
        <source>Some of what you say gets lost on the way.</source>
        <translation>Часть ваших слов теряется по дороге.</translation>
    </message>
    <message>
        <source>The link is narrow, so the voice is coded tightly.</source>
        <translation>Связь узкая, поэтому голос сжат сильнее.</translation>
    </message>
    <message>
        <source>The way is long: you hear each other late.</source>
        <translation>Путь долгий: вы слышите друг друга с задержкой.</translation>
    </message>
    <message>
        <source>The keyring of this system is locked or not running. Unlock it, then try again. Nothing was changed.</source>
        <translation>Хранилище ключей системы заблокировано или не запущено. Разблокируйте его и попробуйте снова. Ничего не изменено.</translation>
    </message>
    <message>
        <source>The keyring of this system has lost the entry of this profile. Bring it back from a backup of the system: without it the profile stays closed. Nothing was changed.</source>
        <translation>В хранилище ключей системы больше нет записи этого профиля. Верните её из резервной копии системы: без неё профиль не открыть. Ничего не изменено.</translation>
    </message>
    <message>
        <source>How long messages stay was changed.</source>
        <translation>Изменено, как долго хранятся сообщения.</translation>
    </message>
    <message numerus="yes">
        <source>%n week(s)</source>
        <extracomment>%n is a number of weeks</extracomment>
        <translation>
            <numerusform>%n неделю</numerusform>
            <numerusform>%n недели</numerusform>
            <numerusform>%n недель</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <extracomment>%n is a number of days</extracomment>
        <translation>
            <numerusform>%n день</numerusform>
            <numerusform>%n дня</numerusform>
            <numerusform>%n дней</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <extracomment>%n is a number of hours</extracomment>
        <translation>
            <numerusform>%n час</numerusform>
            <numerusform>%n часа</numerusform>
            <numerusform>%n часов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <extracomment>%n is a number of minutes</extracomment>
        <translation>
            <numerusform>%n минуту</numerusform>
            <numerusform>%n минуты</numerusform>
            <numerusform>%n минут</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 after they were sent</source>
        <extracomment>%1 is a length of time: 5 minutes</extracomment>
        <translation>через %1 после отправки</translation>
    </message>
    <message>
        <source>%1 after they were read</source>
        <translation>через %1 после прочтения</translation>
    </message>
    <message>
        <source>%1 after the chat was made</source>
        <extracomment>of a chat</extracomment>
        <translation>через %1 после создания чата</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Никогда</translation>
    </message>
    <message>
        <source>%1 wk</source>
        <extracomment>weeks, days, hours, minutes, as short as they can be</extracomment>
        <translation>%1 нед</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 д</translation>
    </message>
    <message>
        <source>You turned off the timer: new messages stay.</source>
        <translation>Вы выключили таймер: новые сообщения остаются.</translation>
    </message>
    <message>
        <source>They turned off the timer: new messages stay.</source>
        <translation>Собеседник выключил таймер: новые сообщения остаются.</translation>
    </message>
    <message>
        <source>You set the timer: new messages are deleted on both sides %1.</source>
        <extracomment>%1 says when: 5 minutes after they were read</extracomment>
        <translation>Вы включили таймер: новые сообщения удаляются у обоих %1.</translation>
    </message>
    <message>
        <source>They set the timer: new messages are deleted on both sides %1.</source>
        <translation>Собеседник включил таймер: новые сообщения удаляются у обоих %1.</translation>
    </message>
    <message>
        <source>There is no backup in this file, or it may not be read.</source>
        <translation>В этом файле нет резервной копии, или его нельзя прочесть.</translation>
    </message>
    <message>
        <source>Use a passphrase of eight characters or more. Whoever has the file may try as many as they like.</source>
        <translation>Возьмите фразу не короче восьми знаков: у кого файл, тот может пробовать сколько угодно.</translation>
    </message>
    <message>
        <source>%1 has joined the group.</source>
        <translation>%1 теперь в группе.</translation>
    </message>
    <message>
        <source>%1 has left the group.</source>
        <translation>%1 больше не в группе.</translation>
    </message>
    <message>
        <source>You were removed from the group.</source>
        <translation>Вас исключили из группы.</translation>
    </message>
    <message>
        <source>%1 was removed from the group.</source>
        <translation>%1: исключение из группы.</translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation>Кто-то</translation>
    </message>
    <message>
        <source>They sent something that this version of Nightjar cannot show. A newer version can.</source>
        <translation>Пришло сообщение, которое эта версия Nightjar показать не может. Более новая сможет.</translation>
    </message>
    <message>
        <source>%1 sent something that this version of Nightjar cannot show. A newer version can.</source>
        <translation>%1: пришло сообщение, которое эта версия Nightjar показать не может. Более новая сможет.</translation>
    </message>
    <message>
        <source>They were forced to destroy everything on their device. Whoever writes from there now may be somebody else.</source>
        <translation>Собеседника заставили уничтожить всё на его устройстве. Тот, кто теперь пишет оттуда, может быть кем-то другим.</translation>
    </message>
    <message>
        <source>Your other device was wiped under duress. This one follows.</source>
        <translation>Ваше другое устройство уничтожено под принуждением. Это последует за ним.</translation>
    </message>
    <message>
        <source>This invitation is for one person. A contact card carries a public address.</source>
        <translation>Это приглашение для одного человека. В карточке контакта — публичный адрес.</translation>
    </message>
    <message>
        <source>This device does not know where it is, or does not tell. Type the coordinates instead.</source>
        <translation>Устройство не знает, где оно, или не говорит. Введите координаты.</translation>
    </message>
    <message>
        <source>The bytes that you allow for this month are spent.</source>
        <translation>Разрешённый на этот месяц трафик израсходован.</translation>
    </message>
    <message>
        <source>Location</source>
        <extracomment>%1 is what somebody wrote about a place</extracomment>
        <translation>Место</translation>
    </message>
    <message>
        <source>Location: %1</source>
        <translation>Место: %1</translation>
    </message>
    <message>
        <source>Contact card: %1</source>
        <extracomment>%1 is a name</extracomment>
        <translation>Карточка контакта: %1</translation>
    </message>
    <message>
        <source>%1°%2′%3″ %4</source>
        <extracomment>degrees, minutes, seconds, and a letter for a part of the world</extracomment>
        <translation>%1°%2′%3″ %4</translation>
    </message>
    <message>
        <source>N</source>
        <comment>latitude</comment>
        <extracomment>the parts of the world that coordinates are counted in</extracomment>
        <translation>с. ш.</translation>
    </message>
    <message>
        <source>S</source>
        <comment>latitude</comment>
        <translation>ю. ш.</translation>
    </message>
    <message>
        <source>E</source>
        <comment>longitude</comment>
        <translation>в. д.</translation>
    </message>
    <message>
        <source>W</source>
        <comment>longitude</comment>
        <translation>з. д.</translation>
    </message>
    <message>
        <source>%1, give or take %2</source>
        <extracomment>%1 are coordinates, %2 is a distance</extracomment>
        <translation>%1, с точностью до %2</translation>
    </message>
    <message>
        <source>Live until %1, seen at %2</source>
        <extracomment>both are times of day</extracomment>
        <translation>Обновляется до %1, последний раз в %2</translation>
    </message>
    <message>
        <source>Not live any more, last seen at %1</source>
        <extracomment>%1 is a time of day</extracomment>
        <translation>Больше не обновляется, последний раз в %1</translation>
    </message>
    <message>
        <source>%1 km</source>
        <extracomment>%1 is a number of kilometres</extracomment>
        <translation>%1 км</translation>
    </message>
    <message>
        <source>%1 m</source>
        <extracomment>%1 is a number of metres</extracomment>
        <translation>%1 м</translation>
    </message>
    <message>
        <source>That cannot be done from this identity.</source>
        <translation>Из этой личности так сделать нельзя.</translation>
    </message>
    <message>
        <source>The PIN of the hidden identity has to differ from your PIN.</source>
        <translation>PIN-код тайной личности должен отличаться от вашего.</translation>
    </message>
    <message>
        <source>At least four digits.</source>
        <translation>Не меньше четырёх цифр.</translation>
    </message>
    <message>
        <source>One of the first that anybody would try.</source>
        <translation>Такой попробуют одним из первых.</translation>
    </message>
    <message>
        <source>Keeps the curious out. Somebody with your disk and time gets in.</source>
        <translation>От любопытных защитит. Имея ваш диск и время, подберут.</translation>
    </message>
    <message>
        <source>Fair. Costs somebody with your disk a good deal of time.</source>
        <translation>Неплохо. Подбор по вашему диску займёт немало времени.</translation>
    </message>
    <message>
        <source>Strong.</source>
        <translation>Надёжно.</translation>
    </message>
    <message>
        <source>Six digits or more are better; a passphrase is best.</source>
        <translation>Лучше шесть цифр и больше, а лучше всего парольная фраза.</translation>
    </message>
    <message>
        <source>Nightjar cannot play videos of this kind. You can save it and open it with another program.</source>
        <translation>Nightjar не умеет показывать видео этого вида. Его можно сохранить и открыть другой программой.</translation>
    </message>
    <message>
        <source>The pictures of this video are too large to be played here. You can save it and open it with another program.</source>
        <translation>Кадры этого видео слишком велики, чтобы показать его здесь. Его можно сохранить и открыть другой программой.</translation>
    </message>
    <message>
        <source>This video is damaged: it cannot be played, or not to its end.</source>
        <translation>Это видео повреждено: его нельзя показать вовсе или до конца.</translation>
    </message>
    <message>
        <source>Videos cannot be played on this device: the part of Nightjar that does it is missing, or the system does not let it be shut off from everything else.</source>
        <translation>На этом устройстве видео не показать: нет той части Nightjar, которая это делает, или система не даёт отгородить её от всего остального.</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Видео</translation>
    </message>
    <message>
        <source>No camera is connected. Connect one, then try again.</source>
        <translation>Камера не подключена. Подключите её и попробуйте снова.</translation>
    </message>
    <message>
        <source>This system does not let Nightjar use the camera. Allow it in the settings of the system, then try again.</source>
        <translation>Система не даёт Nightjar пользоваться камерой. Разрешите это в настройках системы и попробуйте снова.</translation>
    </message>
    <message>
        <source>The camera does not start. Close other programs that use it, then try again.</source>
        <translation>Камера не включается. Закройте другие программы, которые ею пользуются, и попробуйте снова.</translation>
    </message>
    <message>
        <source>The camera is gone. Connect it again, or use another one.</source>
        <translation>Камера пропала. Подключите её снова или возьмите другую.</translation>
    </message>
    <message>
        <source>The camera sends no picture. Unplug it and connect it again, or use another one.</source>
        <translation>Камера не передаёт изображение. Отключите её и подключите снова или возьмите другую.</translation>
    </message>
</context>
<context>
    <name>nightjar::DesktopViewModel</name>
    <message>
        <source>Show Nightjar</source>
        <translation>Показать Nightjar</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Заблокировать</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Выйти</translation>
    </message>
</context>
<context>
    <name>nightjar::FileTray</name>
    <message>
        <source>Picture %1</source>
        <extracomment>the name of a pasted picture as a file; %1 is a date and a time</extracomment>
        <translation>Картинка %1</translation>
    </message>
</context>
<context>
    <name>nightjar::Notifier</name>
    <message>
        <source>Photo</source>
        <translation>Фото</translation>
    </message>
    <message>
        <source>Photo: %1</source>
        <translation>Фото: %1</translation>
    </message>
    <message>
        <source>File: %1</source>
        <translation>Файл: %1</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Файл</translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation>Голосовое сообщение</translation>
    </message>
    <message>
        <source>A place</source>
        <translation>Место</translation>
    </message>
    <message>
        <source>A contact</source>
        <translation>Контакт</translation>
    </message>
    <message>
        <source>Missed call</source>
        <translation>Пропущенный звонок</translation>
    </message>
    <message>
        <source>New message</source>
        <translation>Новое сообщение</translation>
    </message>
    <message>
        <source>Nameless</source>
        <translation>Без имени</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Ответить</translation>
    </message>
    <message>
        <source>New messages: %1</source>
        <translation>Новые сообщения: %1</translation>
    </message>
    <message>
        <source>Incoming call</source>
        <translation>Входящий звонок</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Ответить</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>Отклонить</translation>
    </message>
</context>
</TS>
