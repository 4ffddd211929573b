// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma Singleton

import QtQml

/// What the stable names of the core (errors, states, ends of calls) mean in words of people.
QtObject {
    id: root

    /// "en" or "ru"; dates and numbers follow it.
    property string language: "en"
    readonly property var locale: Qt.locale(root.language === "ru" ? "ru_RU" : "en_GB")

    /// What went wrong, and what can be done about it. Empty for an empty name.
    function problem(name: string): string {
        switch (name) {
        case "": return ""
        case "bad-argument": return qsTr("That cannot be done.")
        case "malformed-link": return qsTr("This is not a Nightjar invitation, or a part of it got lost on the way. Ask for it again.")
        case "malformed-hub-address": return qsTr("This is not a server address. It begins with nightjar-hub:// and is copied as a whole.")
        case "no-hub": return qsTr("No server is set yet. Set one in the settings first.")
        case "hub-unreachable": return qsTr("The server does not answer. Check the network, then try again.")
        case "hub-identity-mismatch": return qsTr("Something answers at this address, but it is not the server you were told about. Ask for its address again.")
        case "hub-refused": return qsTr("The server takes no more from us at the moment. Try again later.")
        case "invitation-used": return qsTr("This invitation has been used. If it was not you, tell the one who sent it, and ask for a new one.")
        case "invitation-expired": return qsTr("This invitation is too old. Ask for a new one.")
        case "invitation-unknown": return qsTr("The server does not know this invitation: it was withdrawn or has expired. Ask for a new one.")
        case "one-time-link": return qsTr("This invitation is for one person. A contact card carries a public address.")
        case "own-invitation": return qsTr("This is your own invitation. Send it to the one you want to talk to.")
        case "unknown-contact": return qsTr("This contact is not there any more.")
        case "unknown-message": return qsTr("This message is not there any more.")
        case "unknown-call": return qsTr("This call is over.")
        case "message-too-long": return qsTr("This is too long for one message. Split it in two.")
        case "mailbox-full": return qsTr("Their mailbox is full. Nightjar keeps trying until they fetch their messages.")
        case "contact-gone": return qsTr("They have removed you from their contacts.")
        case "contact-blocked": return qsTr("You have blocked this contact. Unblock them first.")
        case "contact-not-accepted": return qsTr("This request has not been accepted yet. Accept it first.")
        case "not-own-message": return qsTr("Only your own messages can be changed or sent again.")
        case "message-expired": return qsTr("No server took this message for 30 days. Send it again when you are online.")
        case "already-in-call": return qsTr("There is a call already. End it first.")
        case "disk-full": return qsTr("The disk is full. Make some room, then try again.")
        case "store-damaged": return qsTr("The stored data is damaged. Nothing has been overwritten.")
        case "internal": return qsTr("Something went wrong inside Nightjar. Try again.")
        }
        return root.fileProblem(name) || root.addressProblem(name) || root.vaultProblem(name) || root.pageProblem(name)
            || qsTr("Something went wrong (%1).").arg(name)
    }

    /// Of a file that is sent or received; empty for other names. One long switch is more than qmllint can read.
    function fileProblem(name: string): string {
        switch (name) {
        case "file-unreadable": return qsTr("This file cannot be read. Choose another one.")
        case "file-changed": return qsTr("The file was changed while it was being sent. Send it again.")
        case "file-too-large": return qsTr("This file is too large to send.")
        case "file-not-here": return qsTr("Not all of this file has come yet. Wait until it is complete.")
        case "file-withdrawn": return qsTr("They do not have this file any more. Ask them to send it again.")
        case "file-damaged": return qsTr("What came is not what was sent. Ask them to send it again.")
        case "target-unwritable": return qsTr("The file cannot be saved there. Choose another folder.")
        case "not-sound": return qsTr("This is not a sound file that can be sent as a voice message: WAV, 16 bit, one channel, 16 or 48 kHz.")
        case "unknown-container": return qsTr("There is no such private identity or locked chat.")
        case "erasure-refused": return qsTr("They do not let you delete at their side. Only your own copy was deleted.")
        case "group-full": return qsTr("This group is full.")
        case "not-in-groups": return qsTr("There is no such thing in a group.")
        case "group-empty": return qsTr("Nobody is in this group yet. Invite somebody first.")
        case "not-founder": return qsTr("Only the person who made this group can invite into it.")
        case "backup-damaged": return qsTr("The passphrase is wrong, or this is not a whole Nightjar backup.")
        case "backup-too-new": return qsTr("This backup was made by a newer Nightjar. Update this one first.")
        case "superseded": return qsTr("This identity was restored on another device, which goes on with it. This one has stopped.")
        case "hub-takes-no-file": return qsTr("The server keeps no file of this size. It goes as soon as both of you are online.")
        }
        return ""
    }

    /// Of a public address; empty for other names.
    function addressProblem(name: string): string {
        switch (name) {
        case "address-used-up": return qsTr("This address lets nobody in for now. Try again in an hour, or tomorrow.")
        case "address-gone": return qsTr("This address was deleted. Ask for another way to reach them.")
        case "address-busy": return qsTr("Too many people use this address right now. Try again later.")
        }
        return ""
    }

    /// Of the vault; empty for other names.
    function vaultProblem(name: string): string {
        switch (name) {
        case "wrong-pin": return qsTr("This PIN does not open anything here.")
        case "too-soon": return qsTr("Too many attempts. Wait a moment.")
        case "bad-pin": return qsTr("This PIN cannot be used.")
        case "profile-exists": return qsTr("There is a profile in this folder already.")
        case "no-profile": return qsTr("There is no profile in this folder.")
        case "foreign-profile": return qsTr("The profile folder holds files that are not Nightjar’s. Nothing was touched. Choose another folder.")
        case "profile-damaged": return qsTr("The profile is damaged and cannot be read. Nothing was overwritten.")
        case "profile-in-use": return qsTr("Nightjar is running with this profile already.")
        case "no-access": return qsTr("The system does not let Nightjar read or write the profile folder.")
        case "keyring-locked": return qsTr("The keyring of this system is locked or not running. Unlock it, then try again. Nothing was changed.")
        case "keyring-lost": return qsTr("The keyring of this system has lost the entry of this profile. Bring it back from a backup of the system: without it the profile stays closed. Nothing was changed.")
        case "profile-too-new": return qsTr("This profile was written by a later version of Nightjar. Update first.")
        case "backup-unreadable": return qsTr("There is no backup in this file, or it may not be read.")
        case "disk-error": return qsTr("The disk failed to read or write. Nothing more was tried.")
        case "not-here": return qsTr("That cannot be done from this identity.")
        }
        return ""
    }

    /// Of the first minutes and the settings; empty for other names.
    function pageProblem(name: string): string {
        switch (name) {
        case "name-too-long": return qsTr("This name is too long.")
        case "pin-too-short": return qsTr("At least four digits, please.")
        case "passphrase-too-short": return qsTr("Use a passphrase of eight characters or more. Whoever has the file may try as many as they like.")
        case "pins-differ": return qsTr("That was another one. Type it again.")
        case "pin-unchanged": return qsTr("This is the PIN you have already.")
        case "wipe-pin-equals-pin": return qsTr("The wipe PIN has to differ from your PIN.")
        case "hidden-pin-equals-pin": return qsTr("The PIN of the hidden identity has to differ from your PIN.")
        case "no-qr-code": return qsTr("There is no QR code in this picture. Try a sharper one.")
        case "video-unknown": return qsTr("Nightjar cannot play videos of this kind. You can save it and open it with another program.")
        case "video-too-large": return qsTr("The pictures of this video are too large to be played here. You can save it and open it with another program.")
        case "video-damaged": return qsTr("This video is damaged: it cannot be played, or not to its end.")
        case "video-unavailable": return qsTr("Videos cannot be played on this device: the part of Nightjar that does it is missing, or the system does not let it be shut off from everything else.")
        case "image-unreadable": return qsTr("This file is not a picture that Nightjar can read.")
        case "clipboard-empty": return qsTr("The clipboard is empty.")
        case "too-many-files": return qsTr("So many files do not go at once. The first ones are here; send them, then the others.")
        case "no-position": return qsTr("This device does not know where it is, or does not tell. Type the coordinates instead.")
        case "cap-spent": return qsTr("The bytes that you allow for this month are spent.")
        case "no-camera": return qsTr("No camera is connected. Connect one, then try again.")
        case "camera-denied": return qsTr("This system does not let Nightjar use the camera. Allow it in the settings of the system, then try again.")
        case "camera-busy": return qsTr("The camera does not start. Close other programs that use it, then try again.")
        case "camera-lost": return qsTr("The camera is gone. Connect it again, or use another one.")
        case "camera-silent": return qsTr("The camera sends no picture. Unplug it and connect it again, or use another one.")
        case "nothing-opens-it": return qsTr("No program here opens such files. Save it instead.")
        }
        return ""
    }

    /// How long a PIN or passphrase withstands, honestly.
    function strength(name: string): string {
        switch (name) {
        case "too-short": return qsTr("At least four digits.")
        case "obvious": return qsTr("One of the first that anybody would try.")
        case "short": return qsTr("Keeps the curious out. Somebody with your disk and time gets in.")
        case "fair": return qsTr("Fair. Costs somebody with your disk a good deal of time.")
        case "strong": return qsTr("Strong.")
        }
        return qsTr("Six digits or more are better; a passphrase is best.")
    }

    /// What is known about an own message.
    function messageState(state: string, reason: string): string {
        switch (state) {
        case "queued": return reason === "" ? qsTr("Waiting for the network") : qsTr("Waiting. %1").arg(root.problem(reason))
        case "sent": return qsTr("Left at the server")
        case "delivered": return qsTr("Delivered")
        case "read": return qsTr("Read")
        case "failed": return reason === "" ? qsTr("Not sent") : qsTr("Not sent. %1").arg(root.problem(reason))
        }
        return ""
    }

    /// What a message with an attachment is, for a list and a screen reader; empty for other messages.
    function attachment(kind: string, name: string): string {
        switch (kind) {
        case "photo": return qsTr("Photo")
        case "video": return qsTr("Video")
        case "file": return qsTr("File %1").arg(name)
        }
        return ""
    }

    /// Where the bytes of an attachment are. `rate`: bytes per second, zero when not known.
    function transfer(state: string, reason: string, mine: bool, done: real, size: real, rate: real): string {
        const whole = root.bytes(size)
        switch (state) {
        case "offered": return qsTr("%1, not fetched yet").arg(whole)
        case "waiting": return done > 0 ? qsTr("%1 of %2, waits for their device").arg(root.bytes(done)).arg(whole)
                                        : qsTr("%1, waits for their device").arg(whole)
        case "moving": return rate > 0 ? qsTr("%1 of %2, %3 left").arg(root.bytes(done)).arg(whole).arg(root.roughSpan((size - done) / rate))
                                       : qsTr("%1 of %2").arg(root.bytes(done)).arg(whole)
        case "paused": return qsTr("%1 of %2, paused").arg(root.bytes(done)).arg(whole)
        case "stored": return qsTr("%1, left at the server").arg(whole)
        case "cancelled": return qsTr("%1, cancelled").arg(whole)
        case "failed": return reason === "" ? qsTr("%1, failed").arg(whole) : root.problem(reason)
        }
        return whole
    }

    /// What a line of the call log says.
    function callRecord(outcome: string, mine: bool, seconds: int): string {
        if (seconds > 0)
            return mine ? qsTr("Outgoing call, %1").arg(root.span(seconds)) : qsTr("Incoming call, %1").arg(root.span(seconds))
        switch (outcome) {
        case "missed": return mine ? qsTr("Call not answered") : qsTr("Missed call")
        case "no-answer": return mine ? qsTr("Call not answered") : qsTr("Missed call")
        case "declined": return qsTr("Call declined")
        case "busy": return mine ? qsTr("They were busy") : qsTr("Missed call: you were busy")
        case "lost-link": return qsTr("Call lost: the link broke")
        case "failed": return qsTr("The call did not come about")
        }
        return mine ? qsTr("Outgoing call") : qsTr("Incoming call")
    }

    /// A voice note, as a screen reader says it.
    function voiceNote(seconds: int, heard: bool): string {
        return heard ? qsTr("Voice message, %1").arg(root.span(seconds)) : qsTr("Voice message, %1, not heard yet").arg(root.span(seconds))
    }

    /// Something about a conversation itself. `who`: in a group, whom it is about; empty: us.
    function notice(name: string, who: string): string {
        switch (name) {
        case "member-joined": return qsTr("%1 has joined the group.").arg(who)
        case "member-left": return qsTr("%1 has left the group.").arg(who)
        case "member-removed":
            if (who === "")
                return qsTr("You were removed from the group.")
            return qsTr("%1 was removed from the group.").arg(who)
        case "life-changed": return qsTr("How long messages stay was changed.")
        case "forced-to-wipe": return qsTr("They were forced to destroy everything on their device. Whoever writes from there now may be somebody else.")
        case "forced-to-wipe-here": return qsTr("Your other device was wiped under duress. This one follows.")
        case "unknown-content":
            if (who === "")
                return qsTr("They sent something that this version of Nightjar cannot show. A newer version can.")
            return qsTr("%1 sent something that this version of Nightjar cannot show. A newer version can.").arg(who)
        case "session-renewed": return qsTr("The keys were renewed after a restored backup. What was on its way at that time may be missing.")
        }
        return qsTr("Something changed in this conversation (%1).").arg(name)
    }

    /// A length of time that people choose, in whole words: 5 seconds … 4 weeks.
    function lifeSpan(seconds: int): string {
        if (seconds % 604800 === 0)
            //: %n is a number of weeks
            return qsTr("%n week(s)", "", seconds / 604800)
        if (seconds % 86400 === 0)
            //: %n is a number of days
            return qsTr("%n day(s)", "", seconds / 86400)
        if (seconds % 3600 === 0)
            //: %n is a number of hours
            return qsTr("%n hour(s)", "", seconds / 3600)
        if (seconds % 60 === 0)
            //: %n is a number of minutes
            return qsTr("%n minute(s)", "", seconds / 60)
        return root.seconds(seconds)
    }

    /// How long messages live; `from` as lifeFromName() of the core.
    function life(from: string, seconds: int): string {
        switch (from) {
        //: %1 is a length of time: 5 minutes
        case "sent": return qsTr("%1 after they were sent").arg(root.lifeSpan(seconds))
        case "read": return qsTr("%1 after they were read").arg(root.lifeSpan(seconds))
        //: of a chat
        case "creation": return qsTr("%1 after the chat was made").arg(root.lifeSpan(seconds))
        }
        return qsTr("Never")
    }

    /// The same, as short as a bubble wants it; empty for never.
    function lifeMark(seconds: int): string {
        if (seconds <= 0)
            return ""
        if (seconds % 604800 === 0)
            //: weeks, days, hours, minutes, as short as they can be
            return qsTr("%1 wk").arg(seconds / 604800)
        if (seconds % 86400 === 0)
            return qsTr("%1 d").arg(seconds / 86400)
        if (seconds % 3600 === 0)
            return qsTr("%1 h").arg(seconds / 3600)
        return seconds % 60 === 0 ? qsTr("%1 min").arg(seconds / 60) : qsTr("%1 s").arg(seconds)
    }

    /// Who decided that, between the messages.
    function lifeNotice(from: string, seconds: int, mine: bool): string {
        if (from === "never")
            return mine ? qsTr("You turned off the timer: new messages stay.") : qsTr("They turned off the timer: new messages stay.")
        //: %1 says when: 5 minutes after they were read
        return mine ? qsTr("You set the timer: new messages are deleted on both sides %1.").arg(root.life(from, seconds))
                    : qsTr("They set the timer: new messages are deleted on both sides %1.").arg(root.life(from, seconds))
    }

    /// What is left of a time that runs out: 27 d, 3 h, 12 min, 0:45.
    function timeLeft(seconds: real): string {
        if (seconds < 60)
            return root.duration(Math.max(0, Math.ceil(seconds)))
        if (seconds >= 2 * 86400)
            return qsTr("%1 d").arg(Math.floor(seconds / 86400))
        if (seconds >= 2 * 3600)
            return qsTr("%1 h").arg(Math.floor(seconds / 3600))
        return qsTr("%1 min").arg(Math.ceil(seconds / 60))
    }

    /// A message in one line of a list or of a quote.
    function messageLine(kind: string, text: string, mine: bool): string {
        switch (kind) {
        case "call": return root.callRecord(text, mine, 0)
        case "notice": return root.notice(text, qsTr("Somebody"))
        case "photo": return text === "" ? qsTr("Photo") : text
        case "file": return text === "" ? qsTr("File") : text
        case "note": return qsTr("Voice message")
        //: %1 is what somebody wrote about a place
        case "location": return text === "" ? qsTr("Location") : qsTr("Location: %1").arg(text)
        //: %1 is a name
        case "card": return qsTr("Contact card: %1").arg(text)
        }
        return text
    }

    /// One coordinate in degrees, minutes and seconds; `positive` and `negative` have the letters.
    function angle(degrees: real, positive: string, negative: string): string {
        const seconds = Math.round(Math.abs(degrees) * 3600)
        //: degrees, minutes, seconds, and a letter for a part of the world
        return qsTr("%1°%2′%3″ %4").arg(Math.floor(seconds / 3600)).arg(Math.floor(seconds / 60) % 60).arg(seconds % 60)
            .arg(degrees < 0 ? negative : positive)
    }

    /// A place in words, with how far it may be off where that is known.
    function place(latitude: real, longitude: real, uncertainty: real): string {
        //: the parts of the world that coordinates are counted in
        const words = root.joined(root.angle(latitude, qsTr("N", "latitude"), qsTr("S", "latitude")),
            root.angle(longitude, qsTr("E", "longitude"), qsTr("W", "longitude")), ", ")
        //: %1 are coordinates, %2 is a distance
        return uncertainty > 0 ? qsTr("%1, give or take %2").arg(words).arg(root.distance(uncertainty)) : words
    }

    /// How a live place stands.
    function placeLife(live: bool, measured: date, until: date): string {
        //: both are times of day
        return live ? qsTr("Live until %1, seen at %2").arg(root.time(until)).arg(root.time(measured))
            //: %1 is a time of day
            : qsTr("Not live any more, last seen at %1").arg(root.time(measured))
    }

    /// A month of a year.
    function month(year: int, month: int): string {
        return Qt.locale().standaloneMonthName(month - 1, Locale.LongFormat) + " " + year
    }

    /// Metres in words.
    function distance(metres: real): string {
        //: %1 is a number of kilometres
        return metres >= 1000 ? qsTr("%1 km").arg(root.decimal(metres / 1000, metres < 10000 && metres % 1000 !== 0 ? 1 : 0))
            //: %1 is a number of metres
            : qsTr("%1 m").arg(Math.round(metres))
    }

    /// What a message answers, in one line.
    function quoteLine(state: string, kind: string, preview: string, mine: bool): string {
        switch (state) {
        case "deleted": return qsTr("Deleted message")
        case "unknown": return qsTr("A message that is not here")
        }
        return root.messageLine(kind, preview, mine)
    }

    /// Why a call ended.
    function callEnd(end: string): string {
        switch (end) {
        case "hung-up": return qsTr("Call ended")
        case "remote-hung-up": return qsTr("They hung up")
        case "declined": return qsTr("Call declined")
        case "busy": return qsTr("They are in another call")
        case "no-answer": return qsTr("No answer")
        case "lost-link": return qsTr("The link broke and did not come back")
        case "failed": return qsTr("The call did not come about")
        }
        return qsTr("Call ended")
    }

    /// What limits a call most; empty: nothing.
    function callCause(cause: string): string {
        switch (cause) {
        case "silent": return qsTr("Nothing comes from them at the moment.")
        case "loss-here": return qsTr("Some of what they say gets lost on the way.")
        case "loss-there": return qsTr("Some of what you say gets lost on the way.")
        case "narrow": return qsTr("The link is narrow, so the voice is coded tightly.")
        case "delay": return qsTr("The way is long: you hear each other late.")
        }
        return ""
    }

    function path(name: string): string {
        switch (name) {
        case "direct": return qsTr("Direct")
        case "relayed": return qsTr("Through the server")
        }
        return qsTr("Not connected")
    }

    function linkClass(name: string): string {
        switch (name) {
        case "gprs": return qsTr("Very narrow (GPRS)")
        case "edge": return qsTr("Narrow (EDGE)")
        case "3g": return qsTr("Fair (3G)")
        case "lte": return qsTr("Good (LTE, Wi-Fi)")
        case "lan": return qsTr("Local network")
        }
        return qsTr("Not measured yet")
    }

    function hubState(state: string): string {
        switch (state) {
        case "none": return qsTr("No server set")
        case "connecting": return qsTr("Connecting…")
        case "online": return qsTr("Connected")
        case "unreachable": return qsTr("Not reachable")
        }
        return ""
    }

    /// What kind of router there is, and what that means.
    function natType(name: string): string {
        switch (name) {
        case "none": return qsTr("None: directly on the Internet")
        case "firewall": return qsTr("A firewall, but no change of addresses")
        case "full-cone": return qsTr("Very friendly (full cone): direct links work")
        case "restricted": return qsTr("Friendly (restricted): direct links work")
        case "port-restricted": return qsTr("Friendly (port-restricted): direct links work")
        case "symmetric": return qsTr("Strict (symmetric): direct links are harder")
        case "symmetric-sequential": return qsTr("Strict but predictable (symmetric): direct links mostly work")
        case "udp-blocked": return qsTr("UDP is blocked: everything goes through the server")
        }
        return qsTr("Not known yet")
    }

    /// How the router gives out ports (RFC 4787 section 4.1); empty where nothing is known.
    function natMapping(name: string): string {
        switch (name) {
        case "none": return qsTr("Not at all")
        case "endpoint-independent": return qsTr("One port for all destinations")
        case "address-dependent": return qsTr("Another port for each destination")
        }
        return ""
    }

    /// Whom a router of this kind lets in (RFC 4787 section 5); empty where nothing is known.
    function natFiltering(natType: string): string {
        switch (natType) {
        case "full-cone": return qsTr("Everybody")
        case "restricted": return qsTr("Addresses that you have written to")
        case "port-restricted": return qsTr("Addresses and ports that you have written to")
        case "firewall": return qsTr("Those that you have written to")
        }
        return ""
    }

    /// How the server is reached.
    function hubWay(name: string): string {
        switch (name) {
        case "tcp": return qsTr("TCP, because UDP does not get through")
        case "tls": return qsTr("TLS, because nothing else gets through")
        }
        return qsTr("UDP")
    }

    function turnState(name: string): string {
        switch (name) {
        case "idle": return qsTr("Ready when a link needs it")
        case "connecting": return qsTr("Connecting…")
        case "ready": return qsTr("In use")
        case "resting": return qsTr("Not there, asked again later")
        }
        return ""
    }

    /// Why a TURN server cannot be used.
    function turnProblem(name: string): string {
        switch (name) {
        case "no-answer": return qsTr("It does not answer")
        case "credentials": return qsTr("It does not take this user and password")
        case "refused": return qsTr("It refuses us")
        case "quota": return qsTr("It gives us no more at the moment")
        case "capacity": return qsTr("It is full")
        }
        return ""
    }

    /// How a direct path was found.
    function linkMethod(name: string): string {
        switch (name) {
        case "punch": return qsTr("Both sides knocked at once")
        case "prediction": return qsTr("The next port was foreseen")
        case "probing": return qsTr("Many ports were tried")
        case "tcp": return qsTr("By TCP")
        case "turn": return qsTr("Through a TURN server")
        }
        return ""
    }

    /// Both with `between` between them, or the one that is not empty.
    function joined(first: string, second: string, between: string): string {
        return first === "" ? second : second === "" ? first : first + between + second
    }

    /// 2:05, 1:02:05
    function duration(seconds: int): string {
        const two = n => String(n).padStart(2, "0")
        const h = Math.floor(seconds / 3600)
        const m = Math.floor(seconds / 60) % 60
        return h > 0 ? h + ":" + two(m) + ":" + two(seconds % 60) : m + ":" + two(seconds % 60)
    }

    /// How long something lasted, where 2:05 could be taken for a time of day.
    function span(seconds: int): string {
        //: minutes and seconds, as short as they can be
        return seconds < 60 ? qsTr("%1 s").arg(seconds) : qsTr("%1 min %2 s").arg(Math.floor(seconds / 60)).arg(seconds % 60)
    }

    /// How long something will last, as exactly as one can know.
    function roughSpan(seconds: real): string {
        if (seconds < 90)
            //: seconds, minutes, hours, as short as they can be
            return qsTr("%1 s").arg(Math.max(1, Math.round(seconds)))
        if (seconds < 5400)
            return qsTr("%1 min").arg(Math.round(seconds / 60))
        return qsTr("%1 h").arg(Math.round(seconds / 3600))
    }

    /// A waiting time in whole words.
    function seconds(count: int): string {
        //: %n is a number of seconds
        return qsTr("%n second(s)", "", count)
    }

    function decimal(value: real, digits: int): string {
        return Number(value).toLocaleString(root.locale, "f", digits)
    }

    function bytes(count: real): string {
        return root.locale.formattedDataSize(count, 1)
    }

    function time(at: date): string {
        return at.toLocaleString(root.locale, "HH:mm")
    }

    /// For a list: the time today, the weekday within a week, the date before that.
    function shortMoment(at: date): string {
        if (isNaN(at.getTime()))
            return ""
        const days = root.daysAgo(at)
        if (days <= 0)
            return root.time(at)
        if (days < 7)
            return root.locale.dayName(at.getDay(), Locale.ShortFormat)
        const sameYear = at.getFullYear() === new Date().getFullYear()
        return at.toLocaleString(root.locale, sameYear ? "d MMM" : "dd.MM.yy")
    }

    /// For a chip between days.
    function day(at: date): string {
        const days = root.daysAgo(at)
        if (days <= 0)
            return qsTr("Today")
        if (days === 1)
            return qsTr("Yesterday")
        const sameYear = at.getFullYear() === new Date().getFullYear()
        return at.toLocaleString(root.locale, sameYear ? "d MMMM" : "d MMMM yyyy")
    }

    function moment(at: date): string {
        return at.toLocaleString(root.locale, "d MMMM, HH:mm")
    }

    function daysAgo(at: date): int {
        const now = new Date()
        const today = new Date(now.getFullYear(), now.getMonth(), now.getDate())
        const then = new Date(at.getFullYear(), at.getMonth(), at.getDate())
        return Math.round((today.getTime() - then.getTime()) / 86400000)
    }
}
