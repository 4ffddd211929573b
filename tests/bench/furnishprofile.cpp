// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Fills a profile as somebody has it who uses it every day.
//
//   nightjar-furnishprofile FOLDER CONTACTS MESSAGES LARGEST < PIN
//
// So many contacts, who share so many messages evenly, and one called "Largest" with that many more (0: nobody).

#include <QCoreApplication>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

#include "bench/furnish.h"
#include "runtime/containerfolder.h"
#include "runtime/hardening.h"
#include "runtime/vaultservice.h"
#include "store/migrations.h"

using namespace nightjar;

int main(int argc, char** argv) {
    hardenProcess();
    QCoreApplication application(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    std::string pin;
    if (arguments.size() != 5 || !std::getline(std::cin, pin)) {
        std::fputs("usage: nightjar-furnishprofile FOLDER CONTACTS MESSAGES LARGEST < PIN\n", stderr);
        return 2;
    }
    const auto contacts = arguments[2].toULongLong();
    const auto messages = arguments[3].toULongLong();
    const auto largest = arguments[4].toULongLong();
    VaultService service(arguments[1], Duration::zero());
    QObject::connect(
        &service, &VaultService::unlocked, &application, [&](const std::shared_ptr<UnlockedIdentity>& identity) {
            auto database =
                store::openIdentity(runtime::databasePath(identity->folder), identity->key, store::OpenMode::Existing);
            if (!database) {
                std::fprintf(stderr, "%s\n", store::storeErrorName(database.error()).data());
                QCoreApplication::exit(1);
                return;
            }
            SeededRandom random{11};
            for (std::uint64_t i = 0; i < contacts; ++i) {
                bench::furnish(**database, random, "Contact " + std::to_string(i + 1), messages / contacts);
            }
            if (largest > 0) {
                bench::furnish(**database, random, "Largest", largest);
            }
            database->reset();
            QCoreApplication::quit();
        });
    QObject::connect(&service, &VaultService::failed, &application, [&](const VaultProblem& problem) {
        std::fprintf(stderr, "%s\n", std::string(problemName(problem.kind)).c_str());
        QCoreApplication::exit(1);
    });
    service.unlock(SecretBytes(asBytes(pin)));
    return QCoreApplication::exec();
}
