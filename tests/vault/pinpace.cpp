// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// How long the service takes to answer a PIN.
//
//   nightjar-pinpace PACE FOLDER … < PINS
//
// For every line of standard input, "NUMBER PIN", the profile FOLDER of that number (from 0) is opened with that PIN as
// the app does it, PACE milliseconds after the question at the earliest. Prints a line each: the number, "opened" or
// the name of the problem, milliseconds from question to answer. The folder is changed by it.

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>

#include "runtime/hardening.h"
#include "runtime/vaultservice.h"

using namespace nightjar;

namespace {

void ask(int number, const QString& folder, SecretBytes pin, const std::string& newPin, Duration pace) {
    VaultService service(folder, pace);
    QEventLoop loop;
    QElapsedTimer watch;
    const auto answer = [&](std::string_view what) {
        std::printf("%d %s %.3f\n", number, std::string(what).c_str(), static_cast<double>(watch.nsecsElapsed()) / 1e6);
        loop.quit();
    };
    QObject::connect(&service, &VaultService::unlocked, &loop, [&] { answer("opened"); });
    QObject::connect(&service, &VaultService::pinChanged, &loop, [&] { answer("changed"); });
    QObject::connect(&service, &VaultService::failed, &loop,
                     [&](const VaultProblem& problem) { answer(problemName(problem.kind)); });
    watch.start();
    if (newPin.empty()) {
        service.unlock(std::move(pin));
    } else {
        service.changePin(std::move(pin), SecretBytes(asBytes(newPin)));
    }
    loop.exec();
}

}  // namespace

int main(int argc, char** argv) {
    hardenProcess();
    const QCoreApplication application(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.size() < 3) {
        std::fputs("usage: nightjar-pinpace PACE FOLDER … < PINS\n", stderr);
        return 2;
    }
    const auto pace = std::chrono::milliseconds(arguments[1].toInt());
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        int number = -1;
        std::string pin;
        std::string newPin;
        words >> number >> pin >> newPin;
        if (number < 0 || number + 2 >= arguments.size()) {
            return 2;
        }
        ask(number, arguments[number + 2], SecretBytes(asBytes(pin)), newPin, pace);
        std::fflush(stdout);
    }
    return 0;
}
