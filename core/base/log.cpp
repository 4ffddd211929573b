// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "base/log.h"

namespace nightjar {

Q_LOGGING_CATEGORY(lcLink, "nightjar.link", QtWarningMsg)
Q_LOGGING_CATEGORY(lcChat, "nightjar.chat", QtWarningMsg)
Q_LOGGING_CATEGORY(lcVoice, "nightjar.voice", QtWarningMsg)
Q_LOGGING_CATEGORY(lcStore, "nightjar.store", QtWarningMsg)
Q_LOGGING_CATEGORY(lcHub, "nightjar.hub", QtWarningMsg)
Q_LOGGING_CATEGORY(lcRuntime, "nightjar.runtime", QtWarningMsg)

}  // namespace nightjar
