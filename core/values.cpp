// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "values.h"

namespace nightjar {

std::string_view stateName(MessageState state) {
    switch (state) {
        case MessageState::Queued:
            return "queued";
        case MessageState::Sent:
            return "sent";
        case MessageState::Delivered:
            return "delivered";
        case MessageState::Read:
            return "read";
        case MessageState::Failed:
            return "failed";
        case MessageState::Received:
            return "received";
    }
    return "";
}

std::string_view stateName(TransferState state) {
    switch (state) {
        case TransferState::Offered:
            return "offered";
        case TransferState::Waiting:
            return "waiting";
        case TransferState::Moving:
            return "moving";
        case TransferState::Paused:
            return "paused";
        case TransferState::Stored:
            return "stored";
        case TransferState::Done:
            return "done";
        case TransferState::Cancelled:
            return "cancelled";
        case TransferState::Failed:
            return "failed";
    }
    return "";
}

std::string_view stateName(ContactState state) {
    switch (state) {
        case ContactState::Pending:
            return "pending";
        case ContactState::Active:
            return "active";
        case ContactState::Gone:
            return "gone";
        case ContactState::Requested:
            return "requested";
    }
    return "";
}

std::string_view stateName(CallState state) {
    switch (state) {
        case CallState::Ringing:
            return "ringing";
        case CallState::Incoming:
            return "incoming";
        case CallState::Connecting:
            return "connecting";
        case CallState::Active:
            return "active";
        case CallState::Reconnecting:
            return "reconnecting";
        case CallState::Ended:
            return "ended";
        case CallState::Stalled:
            return "stalled";
    }
    return "";
}

std::string_view stateName(RecordingState state) {
    switch (state) {
        case RecordingState::None:
            return "none";
        case RecordingState::Recording:
            return "recording";
        case RecordingState::Paused:
            return "paused";
    }
    return "";
}

std::string_view kindName(StorageKind kind) {
    switch (kind) {
        case StorageKind::Texts:
            return "texts";
        case StorageKind::Photos:
            return "photos";
        case StorageKind::Notes:
            return "notes";
        case StorageKind::Files:
            return "files";
    }
    return "texts";
}

std::string_view kindName(TrafficKind kind) {
    switch (kind) {
        case TrafficKind::Messages:
            return "messages";
        case TrafficKind::Files:
            return "files";
        case TrafficKind::Calls:
            return "calls";
    }
    return "messages";
}

std::int64_t MonthTraffic::total() const {
    std::int64_t sum = 0;
    for (const auto& kind : kinds) {
        sum += kind.sent + kind.received;
    }
    return sum;
}

int Meter::percent() const {
    if (cap <= 0 || months.empty()) {
        return 0;
    }
    const auto share = static_cast<double>(months.front().total()) / static_cast<double>(cap) * 100;
    return share >= 1'000'000 ? 1'000'000 : static_cast<int>(share);
}

std::string_view kindName(SearchKind kind) {
    switch (kind) {
        case SearchKind::Everything:
            return "everything";
        case SearchKind::Texts:
            return "texts";
        case SearchKind::Photos:
            return "photos";
        case SearchKind::Videos:
            return "videos";
        case SearchKind::Files:
            return "files";
        case SearchKind::Links:
            return "links";
        case SearchKind::Notes:
            return "notes";
        case SearchKind::Places:
            return "places";
    }
    return "everything";
}

std::string_view lifeFromName(LifeFrom from) {
    switch (from) {
        case LifeFrom::Never:
            return "never";
        case LifeFrom::Sent:
            return "sent";
        case LifeFrom::Read:
            return "read";
        case LifeFrom::Creation:
            return "creation";
    }
    return "never";
}

std::string_view kindName(ContainerKind kind) {
    switch (kind) {
        case ContainerKind::Identity:
            return "identity";
        case ContainerKind::LockedChat:
            return "locked-chat";
        case ContainerKind::SecretChat:
            return "secret-chat";
    }
    return "identity";
}

std::string_view endName(CallEnd end) {
    switch (end) {
        case CallEnd::None:
            return "";
        case CallEnd::HungUp:
            return "hung-up";
        case CallEnd::RemoteHungUp:
            return "remote-hung-up";
        case CallEnd::Declined:
            return "declined";
        case CallEnd::Busy:
            return "busy";
        case CallEnd::NoAnswer:
            return "no-answer";
        case CallEnd::LostLink:
            return "lost-link";
        case CallEnd::Failed:
            return "failed";
    }
    return "";
}

std::string_view endName(InvitationEnd end) {
    switch (end) {
        case InvitationEnd::Used:
            return "used";
        case InvitationEnd::Expired:
            return "expired";
        case InvitationEnd::Revoked:
            return "revoked";
    }
    return "";
}

std::string_view pathName(Path path) {
    switch (path) {
        case Path::None:
            return "none";
        case Path::Relayed:
            return "relayed";
        case Path::Direct:
            return "direct";
    }
    return "";
}

std::string_view linkClassName(LinkClass linkClass) {
    switch (linkClass) {
        case LinkClass::Unknown:
            return "unknown";
        case LinkClass::Gprs:
            return "gprs";
        case LinkClass::Edge:
            return "edge";
        case LinkClass::Umts:
            return "3g";
        case LinkClass::Lte:
            return "lte";
        case LinkClass::Lan:
            return "lan";
    }
    return "";
}

std::string_view stateName(HubState state) {
    switch (state) {
        case HubState::None:
            return "none";
        case HubState::Connecting:
            return "connecting";
        case HubState::Online:
            return "online";
        case HubState::Unreachable:
            return "unreachable";
    }
    return "";
}

}  // namespace nightjar
