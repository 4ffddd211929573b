// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "cli/methods.h"

namespace nightjar::cli {

namespace {

constexpr std::uint32_t usualPage = 50;
constexpr std::uint32_t largestPage = 500;
// What the core says to such values is told as its error; beyond these they make no sense at all.
constexpr std::uint32_t largestQuota = 1'000'000;
constexpr std::uint32_t largestEffort = 255;

constexpr Method methods[]{
    {"status", [](Params&, RequestId r) -> Command { return GetStatus{r}; }},
    {"name.set",
     [](Params& p, RequestId r) -> Command {
         return SetName{r, p.text("name")};
     }},
    {"hub.set",
     [](Params& p, RequestId r) -> Command {
         return SetHub{r, p.text("address")};
     }},
    {"setting.get",
     [](Params& p, RequestId r) -> Command {
         return GetSetting{r, p.text("key")};
     }},
    {"setting.set",
     [](Params& p, RequestId r) -> Command {
         auto name = p.text("key");
         return SetSetting{r, std::move(name), p.text("value")};
     }},
    {"invite.create",
     [](Params& p, RequestId r) -> Command {
         const auto most = static_cast<std::uint32_t>(std::chrono::seconds(longestInvitation / 1s).count());
         const auto life = std::chrono::seconds(p.optionalCount("seconds", most, most + 1));
         return CreateInvitation{r, life, p.optionalFlag("mayErase", true)};
     }},
    {"invite.list", [](Params&, RequestId r) -> Command { return ListInvitations{r}; }},
    {"invite.revoke",
     [](Params& p, RequestId r) -> Command {
         return RevokeInvitation{r, p.id<InvitationId>("invitation")};
     }},
    {"invite.accept",
     [](Params& p, RequestId r) -> Command {
         auto link = p.text("link");
         auto name = p.optionalText("name");
         return AcceptInvitation{r, std::move(link), std::move(name), p.optionalFlag("mayErase", true)};
     }},
    {"address.create",
     [](Params& p, RequestId r) -> Command {
         const CreatePublicAddress usual;
         const auto perHour = p.optionalCount("perHour", usual.perHour, largestQuota);
         const auto perDay = p.optionalCount("perDay", usual.perDay, largestQuota);
         return CreatePublicAddress{r, perHour, perDay, p.optionalCount("effort", usual.effort, largestEffort)};
     }},
    {"address.list", [](Params&, RequestId r) -> Command { return ListPublicAddresses{r}; }},
    {"address.change",
     [](Params& p, RequestId r) -> Command {
         const ChangePublicAddress usual;
         const auto address = p.id<AddressId>("address");
         const auto perHour = p.optionalCount("perHour", usual.perHour, largestQuota);
         const auto perDay = p.optionalCount("perDay", usual.perDay, largestQuota);
         return ChangePublicAddress{r, address, perHour, perDay,
                                    p.optionalCount("effort", usual.effort, largestEffort)};
     }},
    {"address.delete",
     [](Params& p, RequestId r) -> Command {
         return DeletePublicAddress{r, p.id<AddressId>("address")};
     }},
    {"contact.list", [](Params&, RequestId r) -> Command { return ListContacts{r}; }},
    {"contact.rename",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         return RenameContact{r, contact, p.text("name")};
     }},
    {"group.remove",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         return RemoveMember{r, contact, p.text("name")};
     }},
    {"message.states",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         return GetMessageStates{r, contact, p.id<MessageId>("id")};
     }},
    {"contact.delete",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         return DeleteContact{r, contact, p.optionalFlag("both")};
     }},
    {"contact.accept",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         return AcceptContact{r, contact, p.optionalText("name")};
     }},
    {"contact.refuse",
     [](Params& p, RequestId r) -> Command {
         return RefuseContact{r, p.contact()};
     }},
    {"contact.block",
     [](Params& p, RequestId r) -> Command {
         return BlockContact{r, p.contact()};
     }},
    {"contact.unblock",
     [](Params& p, RequestId r) -> Command {
         return UnblockContact{r, p.contact()};
     }},
    {"contact.privacy",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         const bool receipts = p.flag("receipts");
         const bool read = p.flag("readReceipts");
         const bool typing = p.flag("typing");
         return SetContactPrivacy{r, contact, {receipts, read, typing, p.optionalFlag("mayErase", true)}};
     }},
    {"contact.wipeNotice",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         const bool on = p.flag("on");
         const bool ownDevice = p.flag("ownDevice");
         return SetWipeNotice{r, contact, on, on && ownDevice, on && p.optionalFlag("erase")};
     }},
    {"contact.safetyNumber",
     [](Params& p, RequestId r) -> Command {
         return GetSafetyNumber{r, p.contact()};
     }},
    {"message.send",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         auto text = p.text("text");
         return SendText{r, contact, std::move(text), p.optionalId<MessageId>("quote")};
     }},
    {"message.edit",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         const auto message = p.id<MessageId>("id");
         return EditMessage{r, contact, message, p.text("text")};
     }},
    {"message.history",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         return GetMessageHistory{r, contact, p.id<MessageId>("id")};
     }},
    {"message.forward",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         const auto message = p.id<MessageId>("id");
         const auto to = p.id<ContactId>("to");
         return ForwardMessage{r, contact, message, to, p.optionalFlag("withName")};
     }},
    {"message.react",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         const auto message = p.id<MessageId>("id");
         return ReactToMessage{r, contact, message, p.texts("emoji")};
     }},
    {"message.resend",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         return ResendMessage{r, contact, p.id<MessageId>("id")};
     }},
    {"draft.set",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         auto text = p.text("text");
         const auto quote = p.optionalId<MessageId>("quote");
         return SetDraft{r, contact, std::move(text), quote, p.optionalId<MessageId>("editing")};
     }},
    {"message.list",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         const auto before = p.optionalId<MessageId>("before");
         const auto from = p.optionalId<MessageId>("from");
         return ListMessages{r, contact, before, p.optionalCount("limit", usualPage, largestPage), from};
     }},
    {"message.search",
     [](Params& p, RequestId r) -> Command {
         auto text = p.text("text");
         const auto contact = p.optionalId<ContactId>("contact");
         const auto limit = p.optionalCount("limit", usualPage, largestPage);
         return SearchMessages{r, std::move(text), contact, limit, p.searchKind("kind")};
     }},
    {"message.delete",
     [](Params& p, RequestId r) -> Command {
         const auto message = p.id<MessageId>("id");
         return DeleteMessage{r, message, p.optionalFlag("both")};
     }},
    {"chat.delete",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         return DeleteChat{r, contact, p.optionalFlag("both")};
     }},
    {"storage.get", [](Params&, RequestId r) -> Command { return GetStorage{r}; }},
    {"storage.clear",
     [](Params& p, RequestId r) -> Command {
         const auto kind = p.choice("kind", {"texts", "photos", "notes", "files"});
         return ClearStorage{r, static_cast<StorageKind>(kind), p.optionalId<ContactId>("contact")};
     }},
    {"storage.compact", [](Params&, RequestId r) -> Command { return CompactStore{r}; }},
    {"backup.create",
     [](Params& p, RequestId r) -> Command {
         auto path = p.text("path");
         auto passphrase = p.text("passphrase");
         ExportBackup command{r, std::move(path), std::make_shared<const SecretBytes>(asBytes(passphrase))};
         wipe(passphrase);
         return command;
     }},
    {"file.send",
     [](Params& p, RequestId r) -> Command {
         SendFile command;
         command.request = r;
         command.contact = p.contact();
         command.path = p.text("path");
         command.asPhoto = p.optionalFlag("photo");
         command.caption = p.optionalText("caption");
         command.name = p.optionalText("name");
         command.mime = p.optionalText("mime");
         return command;
     }},
    {"file.fetch",
     [](Params& p, RequestId r) -> Command {
         return FetchFile{r, p.id<MessageId>("id")};
     }},
    {"file.pause",
     [](Params& p, RequestId r) -> Command {
         return PauseTransfer{r, p.id<MessageId>("id")};
     }},
    {"file.resume",
     [](Params& p, RequestId r) -> Command {
         return ResumeTransfer{r, p.id<MessageId>("id")};
     }},
    {"file.cancel",
     [](Params& p, RequestId r) -> Command {
         return CancelTransfer{r, p.id<MessageId>("id")};
     }},
    {"file.save",
     [](Params& p, RequestId r) -> Command {
         const auto message = p.id<MessageId>("id");
         return SaveFile{r, message, p.text("path")};
     }},
    {"file.list",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.optionalId<ContactId>("contact");
         return ListFiles{r, contact, p.optionalCount("limit", usualPage, largestPage)};
     }},
    {"note.send",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         return SendNote{r, contact, p.text("path")};
     }},
    {"note.save",
     [](Params& p, RequestId r) -> Command {
         const auto message = p.id<MessageId>("id");
         return SaveNote{r, message, p.text("path")};
     }},
    {"call.end",
     [](Params& p, RequestId r) -> Command {
         const auto call = p.call();
         return EndCall{r, call, p.optionalText("text")};
     }},
    {"call.hold",
     [](Params& p, RequestId r) -> Command {
         const auto call = p.call();
         return HoldCall{r, call, p.flag("held")};
     }},
    {"call.pushToTalk",
     [](Params& p, RequestId r) -> Command {
         const auto call = p.call();
         return SetPushToTalk{r, call, p.flag("on")};
     }},
    {"call.log",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.optionalId<ContactId>("contact");
         const auto before = p.optionalId<MessageId>("before");
         return ListCalls{r, contact, before, p.optionalCount("limit", usualPage, largestPage)};
     }},
    {"call.stats",
     [](Params& p, RequestId r) -> Command {
         return GetCallStats{r, p.call()};
     }},
    {"privacy.invisible",
     [](Params& p, RequestId r) -> Command {
         return SetInvisible{r, p.flag("on")};
     }},
    {"privacy.relayOnly",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         return SetRelayOnly{r, contact, p.flag("on")};
     }},
    {"turn.set",
     [](Params& p, RequestId r) -> Command {
         const auto server = p.text("server");
         const auto user = p.optionalText("user");
         auto password = p.optionalText("password");
         SetTurnServer command{r, server, user, std::make_shared<const SecretBytes>(asBytes(password))};
         wipe(password);
         return command;
     }},
    {"location.send",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         const auto place = p.place("place");
         auto label = p.optionalText("label");
         const auto most = static_cast<std::uint32_t>(longestLive / 1s) + 1;
         return SendLocation{r, contact, place, std::move(label),
                             std::chrono::seconds(p.optionalCount("live", 0, most))};
     }},
    {"location.move",
     [](Params& p, RequestId r) -> Command {
         return MoveLocation{r, p.place("place")};
     }},
    {"location.stop",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         return StopLocation{r, contact, p.id<MessageId>("id")};
     }},
    {"location.live", [](Params&, RequestId r) -> Command { return ListLive{r}; }},
    {"card.send",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         auto name = p.text("name");
         return SendCard{r, contact, std::move(name), p.text("link")};
     }},
    {"meter.get", [](Params&, RequestId r) -> Command { return GetMeter{r}; }},
    {"meter.cap",
     [](Params& p, RequestId r) -> Command {
         return SetMeterCap{r, p.bytes("bytes")};
     }},
    {"message.life",
     [](Params& p, RequestId r) -> Command {
         const auto contact = p.contact();
         return SetLife{r, contact, p.lifeRule()};
     }},
    {"secret.get", [](Params&, RequestId r) -> Command { return GetSecretChat{r}; }},
    {"link.info",
     [](Params& p, RequestId r) -> Command {
         return GetLinkInfo{r, p.contact()};
     }},
};

}  // namespace

const Method* findMethod(const QString& name) {
    for (const auto& method : methods) {
        if (name == QLatin1String(method.name)) {
            return &method;
        }
    }
    return nullptr;
}

}  // namespace nightjar::cli
