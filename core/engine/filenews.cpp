// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/filenews.h"

#include "engine/attachments.h"

namespace nightjar::engine {

namespace {

/// Progress that a person sees need not be told more often.
constexpr Duration tellInterval = 100ms;

}  // namespace

void tell(Context& context, const store::FileRecord& file, Told* told) {
    if (told != nullptr) {
        if (told->state == file.state && context.now < told->at + tellInterval) {
            return;
        }
        *told = {context.now, file.state};
    }
    context.emit(TransferChanged{file.message, file.contact, static_cast<TransferState>(file.state), file.done,
                                 file.size, static_cast<ErrorCode>(file.reason), isReadable(file)});
}

bool isOver(store::FileState state) {
    return state == store::FileState::Done || state == store::FileState::Cancelled;
}

}  // namespace nightjar::engine
