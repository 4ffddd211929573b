<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>ChatListPage</name>
    <message numerus="yes">
        <source>Identities, %n unread</source>
        <extracomment>%n is a number of unread messages</extracomment>
        <translation>
            <numerusform>Identities, %n unread</numerusform>
            <numerusform>Identities, %n unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChatRow</name>
    <message numerus="yes">
        <source>%n unread</source>
        <extracomment>%n is a number of unread messages</extracomment>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConnectionPage</name>
    <message numerus="yes">
        <source>%n message(s)</source>
        <extracomment>%n is a number of messages</extracomment>
        <translation>
            <numerusform>%n message</numerusform>
            <numerusform>%n messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConversationHeader</name>
    <message numerus="yes">
        <source>You and %n more</source>
        <extracomment>members of a group besides oneself</extracomment>
        <translation>
            <numerusform>You and %n more</numerusform>
            <numerusform>You and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ForwardBody</name>
    <message numerus="yes">
        <source>Forward %n message(s) to…</source>
        <extracomment>%n is a number of messages</extracomment>
        <translation>
            <numerusform>Forward %n message to…</numerusform>
            <numerusform>Forward %n messages to…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LockingPage</name>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MessageView</name>
    <message numerus="yes">
        <source>%n unread</source>
        <extracomment>%n is a number of messages</extracomment>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>To the newest message, %n unread</source>
        <extracomment>%n is a number of messages</extracomment>
        <translation>
            <numerusform>To the newest message, %n unread</numerusform>
            <numerusform>To the newest message, %n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReadyScreen</name>
    <message numerus="yes">
        <source>%n message(s) deleted.</source>
        <extracomment>%n is a number of messages</extracomment>
        <translation>
            <numerusform>%n message deleted.</numerusform>
            <numerusform>%n messages deleted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SecretRow</name>
    <message numerus="yes">
        <source>%n unread</source>
        <extracomment>%n is a number of unread messages</extracomment>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message numerus="yes">
        <source>%n selected</source>
        <extracomment>%n is a number of messages</extracomment>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n message(s)</source>
        <extracomment>%n is a number of messages</extracomment>
        <translation>
            <numerusform>Delete %n message</numerusform>
            <numerusform>Delete %n messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SendFilesSheet</name>
    <message numerus="yes">
        <source>Send %n photo(s)</source>
        <extracomment>%n is a number of files</extracomment>
        <translation>
            <numerusform>Send %n photo</numerusform>
            <numerusform>Send %n photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %n file(s)</source>
        <translation>
            <numerusform>Send %n file</numerusform>
            <numerusform>Send %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StoragePage</name>
    <message numerus="yes">
        <source>%n message(s), their search index and all keys</source>
        <extracomment>%n is a number of messages</extracomment>
        <translation>
            <numerusform>%n message, its search index and all keys</numerusform>
            <numerusform>%n messages, their search index and all keys</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message numerus="yes">
        <source>%n second(s)</source>
        <extracomment>%n is a number of seconds</extracomment>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n week(s)</source>
        <extracomment>%n is a number of weeks</extracomment>
        <translation>
            <numerusform>%n week</numerusform>
            <numerusform>%n weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <extracomment>%n is a number of days</extracomment>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <extracomment>%n is a number of hours</extracomment>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <extracomment>%n is a number of minutes</extracomment>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
</context>
</TS>
