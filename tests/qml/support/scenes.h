// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "stage.h"

namespace nightjar::test {

/// A page in a state worth a picture and an inspection.
struct Scene {
    QString name;
    Gate::Profile profile = Gate::Profile::Locked;
    std::function<void(FakeGate&)> prepare;  ///< before the window is there
    std::function<void(Stage&)> play;        ///< what somebody does until it looks like this
};

/// Every page in every state. `language` chooses what people say in it.
[[nodiscard]] std::vector<Scene> allScenes(const QString& language);

/// Those with files and photos in them, and those with voice notes and what a call can do; parts of allScenes().
void addVoiceScenes(std::vector<Scene>& scenes, const QString& language);
void addPlaceScenes(std::vector<Scene>& scenes, const QString& language);
void addFileScenes(std::vector<Scene>& scenes, const QString& language);
/// Those with more than one identity, and with locked chats; parts of allScenes().
void addIdentityScenes(std::vector<Scene>& scenes, const QString& language);
/// Those with secret chats.
void addSecretScenes(std::vector<Scene>& scenes, const QString& language);
/// Those about the desktop around the program.
void addDesktopScenes(std::vector<Scene>& scenes, const QString& language);

/// Those with the camera open.
void addCameraScenes(std::vector<Scene>& scenes, const QString& language);
/// What a camera sees when a QR code of this text is held in front of it.
[[nodiscard]] QImage paintCodeOnTable(const QString& text, QSize size);

/// phone and desktop × light and dark × en and ru.
[[nodiscard]] std::vector<Look> allLooks();

}  // namespace nightjar::test
