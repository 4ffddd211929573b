// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "attachmentfacts.h"

#include "names.h"
#include "videoposter.h"

namespace nightjar {

namespace {
/// Shorter spans say little about a link that sends in bursts.
constexpr auto meterSpan = std::chrono::milliseconds(900);
/// How much the newest span counts.
constexpr double newest = 0.4;
constexpr int longestName = 120;
}  // namespace

void TransferMeters::note(const TransferChanged& change, Instant now) {
    if (change.state != TransferState::Moving) {
        m_meters.erase(change.message);
        return;
    }
    const auto [found, isNew] = m_meters.try_emplace(change.message, Meter{now, change.done, 0});
    auto& meter = found->second;
    const auto span = now - meter.since;
    if (isNew || change.done < meter.from) {
        meter = {now, change.done, meter.rate};
        return;
    }
    if (span < meterSpan) {
        return;
    }
    const auto rate = static_cast<double>(change.done - meter.from) * 1000 / static_cast<double>(toMs(span));
    meter.rate = meter.rate > 0 ? meter.rate * (1 - newest) + rate * newest : rate;
    meter.since = now;
    meter.from = change.done;
}

double TransferMeters::rate(const MessageId& message) const {
    const auto found = m_meters.find(message);
    return found == m_meters.end() ? 0 : found->second.rate;
}

AttachmentFacts factsOf(const Message& message, double rate) {
    AttachmentFacts facts;
    if (!message.attachment) {
        return facts;
    }
    const auto& attachment = *message.attachment;
    const bool note = message.kind == MessageKind::Note;
    facts.kind = message.kind == MessageKind::Photo ? QStringLiteral("photo")
                 : note                             ? QStringLiteral("note")
                 : isVideo(toQt(attachment.mime))   ? QStringLiteral("video")
                                                    : QStringLiteral("file");
    facts.name = note ? toQt(message.time).toString(QStringLiteral("'voice-'yyyy-MM-dd-HHmmss'.wav'"))
                      : oneLine(toQt(attachment.name), longestName);
    facts.size = static_cast<double>(attachment.size);
    facts.done = static_cast<double>(attachment.done);
    facts.width = static_cast<int>(attachment.width);
    facts.height = static_cast<int>(attachment.height);
    facts.thumbnail = thumbnailAddress(attachment.thumbnail);
    facts.state = toQt(stateName(attachment.state));
    facts.reason = toQt(attachment.reason);
    facts.readable = attachment.readable;
    facts.rate = rate;
    facts.seconds = facts.kind == u"video" ? durationIn(toQt(attachment.mime)) : 0;
    return facts;
}

QString thumbnailAddress(ByteView jpeg) {
    return jpeg.empty() ? QString() : QStringLiteral("image://thumbnail/") + toQt(toBase64Url(jpeg));
}

bool apply(const TransferChanged& change, Message& message) {
    if (!message.attachment) {
        return false;
    }
    message.attachment->state = change.state;
    message.attachment->done = change.done;
    message.attachment->reason = change.reason;
    message.attachment->readable = change.readable;
    if (message.note && change.readable) {
        message.note->better = message.note->playable = true;
    }
    return true;
}

}  // namespace nightjar
