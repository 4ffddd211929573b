// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "base/random.h"
#include "engine.h"
#include "runtime/vaultservice.h"
#include "store/blobdisk.h"
#include "store/database.h"
#include "store/profile.h"

using namespace nightjar;
using Kind = VaultProblem::Kind;

namespace {

SecretBytes pin(std::string_view digits) {
    return SecretBytes(asBytes(digits));
}

/// A vault service whose answers are kept. The cost of a guess is as low as libsodium lets it be.
class Service {
public:
    explicit Service(const QString& folder, Duration pace = {}) : service(folder, pace) {
        service.setKdfCost(8, 1);
        QObject::connect(&service, &VaultService::created, &service,
                         [this](const auto& identity) { opened = identity; });
        QObject::connect(&service, &VaultService::unlocked, &service,
                         [this](const auto& identity) { opened = identity; });
        QObject::connect(&service, &VaultService::failed, &service,
                         [this](const VaultProblem& told) { problem = told; });
        QObject::connect(&service, &VaultService::wiped, &service, [this] { wiped = true; });
        QObject::connect(&service, &VaultService::pinChanged, &service, [this] { pinChanged = true; });
        QObject::connect(&service, &VaultService::hiddenRemoved, &service, [this] { hiddenRemoved = true; });
    }
    [[nodiscard]] bool answered() const { return opened || problem || wiped || pinChanged || hiddenRemoved; }
    void forget() {
        opened.reset();
        problem.reset();
        wiped = pinChanged = hiddenRemoved = false;
    }

    VaultService service;
    std::shared_ptr<UnlockedIdentity> opened;
    std::optional<VaultProblem> problem;
    bool wiped = false;
    bool pinChanged = false;
    bool hiddenRemoved = false;
};

#define WAIT(service) QTRY_VERIFY_WITH_TIMEOUT((service).answered(), 20000)

void setName(const UnlockedIdentity& identity, std::string_view name) {
    auto store = openIdentity(identity);
    QVERIFY(store.has_value());
    const auto database = store->take();
    store::Profile(*database).setText("name", name);
}

std::string nameOf(const UnlockedIdentity& identity) {
    auto store = openIdentity(identity);
    return store ? store::Profile(*store->take()).text("name") : "(cannot be opened)";
}

QStringList everything(const QString& folder) {
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

/// The containers as lists of their files with their sizes; their names are random.
QStringList containers(const QString& folder) {
    QStringList out;
    for (const auto& name : QDir(folder).entryList({QStringLiteral("c-*")}, QDir::Dirs)) {
        QStringList files;
        for (const auto& file : QDir(folder + QLatin1Char('/') + name).entryInfoList(QDir::Files, QDir::Name)) {
            files.append(QStringLiteral("%1 %2").arg(file.fileName()).arg(file.size()));
        }
        out.append(files.join(QStringLiteral(", ")));
    }
    return out;
}

}  // namespace

class VaultServiceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasMadeOpensAgainWithItsPin() {
        const auto folder = fresh();
        {
            Service service(folder);
            QCOMPARE(service.service.state(), ProfileState::None);
            service.service.create(pin("2580"), std::nullopt);
            WAIT(service);
            QVERIFY2(service.opened, service.problem ? service.problem->sentence.c_str() : "");
            QCOMPARE(service.service.state(), ProfileState::Locked);
            setName(*service.opened, "Anna");
        }
        Service service(folder);
        QCOMPARE(service.service.state(), ProfileState::Locked);
        service.service.unlock(pin("2580"));
        WAIT(service);
        QVERIFY(service.opened);
        QCOMPARE(nameOf(*service.opened), std::string("Anna"));
    }

    /// The same identity in another folder, under another PIN.
    void aBackupMakesAnotherProfile() {
        const auto folder = fresh();
        const auto backup = fresh() + QStringLiteral(".njbk");
        {
            Service service(folder);
            service.service.create(pin("2580"), std::nullopt);
            WAIT(service);
            setName(*service.opened, "Anna");
            auto store = openIdentity(*service.opened);
            QVERIFY(store.has_value());
            SystemRandom random;
            const auto now = fromUnixMs(1'800'000'000'000);
            Engine engine(store->take(), random, now, store->takeBlobs());
            const ExportBackup command{7, backup.toStdString(),
                                       std::make_shared<const SecretBytes>(pin("five random words"))};
            auto outputs = engine.handle(now, Command(command));
            const auto answered = [&outputs] {
                return std::any_of(outputs.begin(), outputs.end(), [](const Output& output) {
                    const auto* const event = std::get_if<Event>(&output);
                    const auto* const done = event ? std::get_if<CommandDone>(event) : nullptr;
                    return done && done->request == 7;
                });
            };
            for (int i = 0; i < 1000 && !answered(); ++i) {
                outputs = engine.handle(now, Tick{});
            }
            QVERIFY(answered());
        }
        const auto other = fresh();
        {
            Service service(other);
            service.service.restore(pin("1470"), std::nullopt, backup, pin("six random words"));
            WAIT(service);
            QCOMPARE(service.problem->kind, Kind::BackupDamaged);
            QCOMPARE(service.service.state(), ProfileState::None);
            service.forget();
            service.service.restore(pin("1470"), std::nullopt, backup + QStringLiteral("x"), pin("five random words"));
            WAIT(service);
            QCOMPARE(service.problem->kind, Kind::BackupUnreadable);
            service.forget();
            service.service.restore(pin("1470"), std::nullopt, backup, pin("five random words"));
            WAIT(service);
            QVERIFY2(service.opened, service.problem ? service.problem->sentence.c_str() : "");
            QCOMPARE(nameOf(*service.opened), std::string("Anna"));
        }
        Service service(other);
        service.service.unlock(pin("1470"));
        WAIT(service);
        QVERIFY(service.opened);
        QCOMPARE(nameOf(*service.opened), std::string("Anna"));
    }

    void aWrongPinIsToldAndTheNextMustWait() {
        const auto folder = fresh();
        Service service(folder);
        service.service.create(pin("2580"), std::nullopt);
        WAIT(service);
        service.forget();
        service.service.unlock(pin("0000"));
        WAIT(service);
        QCOMPARE(service.problem->kind, Kind::WrongPin);
        QVERIFY(service.problem->retryAfter > Duration::zero());
        service.forget();
        service.service.unlock(pin("2580"));
        WAIT(service);
        QCOMPARE(service.problem->kind, Kind::TooSoon);
        QTest::qWait(static_cast<int>(toMs(service.problem->retryAfter)) + 20);
        service.forget();
        service.service.unlock(pin("2580"));
        WAIT(service);
        QVERIFY(service.opened);
    }

    void theWipePinLeavesTheDecoy() {
        const auto folder = fresh();
        {
            Service service(folder);
            service.service.create(pin("2580"), pin("9999"));
            WAIT(service);
            QVERIFY(service.opened);
            setName(*service.opened, "Anna");
        }
        {
            Service service(folder);
            service.service.unlock(pin("9999"));
            WAIT(service);
            QVERIFY2(service.opened, service.problem ? service.problem->sentence.c_str() : "");
            QCOMPARE(nameOf(*service.opened), std::string());
        }
        Service service(folder);
        service.service.unlock(pin("2580"));
        WAIT(service);
        QVERIFY(!service.opened);
        QCOMPARE(service.problem->kind, Kind::WrongPin);
    }

    /// From the first day on, and after a wipe: three that look the same.
    void thereAreThreeContainers() {
        const auto folder = fresh();
        {
            Service service(folder);
            service.service.create(pin("2580"), pin("9999"));
            WAIT(service);
        }
        const auto made = containers(folder);
        QCOMPARE(made.size(), 3);
        QVERIFY(made[0].contains(QStringLiteral("identity.db-key")) && made[0].contains(QStringLiteral("notices")));
        QVERIFY2(made[0] == made[1] && made[1] == made[2], qPrintable(made.join(QLatin1Char('\n'))));
        for (const auto* digits : {"9999", "9999"}) {
            {
                Service service(folder);
                service.service.unlock(pin(digits));
                WAIT(service);
                QVERIFY(service.opened);
            }
            QVERIFY2(containers(folder) == made, qPrintable(containers(folder).join(QLatin1Char('\n'))));
        }
    }

    /// Where its database is missing, a whole one is there after the next unlock.
    void theReserveIsMadeAgain() {
        const auto folder = fresh();
        QString third;
        {
            Service service(folder);
            service.service.create(pin("2580"), std::nullopt);
            WAIT(service);
            for (const auto& name : everything(folder)) {
                const auto path = folder + QLatin1Char('/') + name;
                if (name.startsWith(QLatin1String("c-")) && path != QString::fromStdString(service.opened->folder) &&
                    path != QString::fromStdString(service.opened->decoy->folder)) {
                    third = path;
                }
            }
        }
        QVERIFY(QFile::remove(third + QStringLiteral("/identity.db")));
        {
            Service service(folder);
            service.service.unlock(pin("2580"));
            WAIT(service);
            QVERIFY(service.opened);
        }
        QVERIFY(QFile::exists(third + QStringLiteral("/identity.db")));
        QCOMPARE(QDir(folder).entryList({QStringLiteral("c-*")}, QDir::Dirs).size(), 3);
    }

    void aHiddenIdentityComesAndGoes() {
        const auto folder = fresh();
        {
            Service service(folder);
            service.service.create(pin("2580"), std::nullopt);
            WAIT(service);
            setName(*service.opened, "Anna");
            service.forget();
            service.service.setHidden(pin("2580"), pin("2580"));
            WAIT(service);
            QCOMPARE(service.problem->kind, Kind::BadPin);
            for (const auto* hidden : {"4711", "4712"}) {
                service.forget();
                service.service.setHidden(pin("2580"), pin(hidden));
                WAIT(service);
                QVERIFY(service.pinChanged);
            }
        }
        QCOMPARE(containers(folder).size(), 3);
        Service service(folder);
        service.service.unlock(pin("4711"));
        WAIT(service);
        QCOMPARE(service.problem->kind, Kind::WrongPin);
        QTest::qWait(1100);
        service.forget();
        service.service.unlock(pin("4712"));
        WAIT(service);
        QVERIFY(service.opened && service.opened->hidden && !service.opened->decoy);
        QCOMPARE(nameOf(*service.opened), std::string());
        setName(*service.opened, "Nobody");
        const auto place = QString::fromStdString(service.opened->folder);
        service.forget();
        service.service.setHidden(pin("4712"), pin("1111"));
        WAIT(service);
        QCOMPARE(service.problem->kind, Kind::NotHere);
        service.forget();
        service.service.unlock(pin("2580"));
        WAIT(service);
        QCOMPARE(nameOf(*service.opened), std::string("Anna"));
        QVERIFY(!service.opened->hidden);
        service.forget();
        service.service.unlock(pin("4712"));
        WAIT(service);
        QCOMPARE(nameOf(*service.opened), std::string("Nobody"));
        service.forget();
        service.service.removeHidden(pin("4712"));
        WAIT(service);
        QVERIFY(service.hiddenRemoved);
        QTRY_VERIFY(!QDir(place).exists());
        QCOMPARE(containers(folder).size(), 3);
        service.forget();
        service.service.unlock(pin("4712"));
        WAIT(service);
        QCOMPARE(service.problem->kind, Kind::WrongPin);
    }

    void everyPinIsAnsweredAtTheSameMoment() {
        const auto folder = fresh();
        const auto pace = 300ms;
        Service service(folder, pace);
        service.service.create(pin("2580"), std::nullopt);
        WAIT(service);
        for (const auto* digits : {"2580", "0000"}) {
            service.forget();
            QElapsedTimer timer;
            timer.start();
            service.service.unlock(pin(digits));
            QVERIFY(service.service.busy());
            WAIT(service);
            QVERIFY2(timer.elapsed() >= 299, qPrintable(QString::number(timer.elapsed())));
            QVERIFY(!service.service.busy());
        }
    }

    void aFolderWithAProfileIsNotMadeAnew() {
        const auto folder = fresh();
        Service service(folder);
        service.service.create(pin("2580"), std::nullopt);
        WAIT(service);
        setName(*service.opened, "Anna");
        service.forget();
        service.service.create(pin("1111"), std::nullopt);
        WAIT(service);
        QCOMPARE(service.problem->kind, Kind::Exists);
        service.forget();
        service.service.unlock(pin("2580"));
        WAIT(service);
        QCOMPARE(nameOf(*service.opened), std::string("Anna"));
    }

    void aForeignFolderIsLeftAlone() {
        const auto folder = fresh();
        QVERIFY(QDir().mkpath(folder));
        QFile file(folder + QStringLiteral("/holiday.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("photographs");
        file.close();
        Service service(folder);
        QCOMPARE(service.service.state(), ProfileState::Foreign);
        service.service.create(pin("2580"), std::nullopt);
        WAIT(service);
        QCOMPARE(service.problem->kind, Kind::Foreign);
        service.forget();
        service.service.unlock(pin("2580"));
        WAIT(service);
        QCOMPARE(service.problem->kind, Kind::Foreign);
        QCOMPARE(everything(folder), QStringList{QStringLiteral("holiday.txt")});
    }

    void nothingIsMadeByLooking() {
        const auto folder = fresh();
        Service service(folder);
        QCOMPARE(service.service.state(), ProfileState::None);
        service.service.unlock(pin("2580"));
        WAIT(service);
        QCOMPARE(service.problem->kind, Kind::Missing);
        QVERIFY(!QDir(folder).exists());
    }

    void aDamagedProfileIsToldAndKept() {
        const auto folder = fresh();
        {
            Service service(folder);
            service.service.create(pin("2580"), std::nullopt);
            WAIT(service);
        }
        const auto names = everything(folder);
        for (const auto& name : names) {
            if (name.startsWith(QLatin1String("keyslots"))) {
                QFile file(folder + QLatin1Char('/') + name);
                QVERIFY(file.open(QIODevice::ReadWrite));
                file.write(QByteArray(512, 'x'));
            }
        }
        Service service(folder);
        service.service.unlock(pin("2580"));
        WAIT(service);
        QVERIFY(!service.opened);
        QVERIFY2(service.problem->kind == Kind::Damaged || service.problem->kind == Kind::Foreign,
                 problemName(service.problem->kind).data());
        QCOMPARE(everything(folder), names);
    }

    void aProfileIsOpenOnce() {
        const auto folder = fresh();
        Service first(folder);
        first.service.create(pin("2580"), std::nullopt);
        WAIT(first);
        {
            Service second(folder);
            QCOMPARE(second.service.state(), ProfileState::InUse);
            second.service.unlock(pin("2580"));
            WAIT(second);
            QCOMPARE(second.problem->kind, Kind::InUse);
        }
        first.forget();
        first.service.unlock(pin("2580"));
        WAIT(first);
        QVERIFY(first.opened);
    }

    void pinsCanBeChanged() {
        const auto folder = fresh();
        {
            Service service(folder);
            service.service.create(pin("2580"), std::nullopt);
            WAIT(service);
            setName(*service.opened, "Anna");
            service.forget();
            service.service.changePin(pin("2580"), pin("1470"));
            WAIT(service);
            QVERIFY2(service.pinChanged, service.problem ? service.problem->sentence.c_str() : "");
            service.forget();
            service.service.setWipePin(pin("1470"), pin("1470"));
            WAIT(service);
            QCOMPARE(service.problem->kind, Kind::BadPin);
            service.forget();
            service.service.setWipePin(pin("1470"), pin("9999"));
            WAIT(service);
            QVERIFY(service.pinChanged);
        }
        Service service(folder);
        service.service.unlock(pin("1470"));
        WAIT(service);
        QVERIFY(service.opened);
        QCOMPARE(nameOf(*service.opened), std::string("Anna"));
    }

    void wipeLeavesNothingThatOpens() {
        const auto folder = fresh();
        Service service(folder);
        service.service.create(pin("2580"), std::nullopt);
        WAIT(service);
        const auto container = QString::fromStdString(service.opened->folder);
        QVERIFY(QDir(container).exists());
        service.forget();
        service.service.wipe();
        WAIT(service);
        QVERIFY2(service.wiped, service.problem ? service.problem->sentence.c_str() : "");
        QVERIFY(!QDir(container).exists());
        QCOMPARE(service.service.state(), ProfileState::None);
    }

    void theKeyIsWhatOpens() {
        const auto folder = fresh();
        Service service(folder);
        service.service.create(pin("2580"), std::nullopt);
        WAIT(service);
        UnlockedIdentity wrong;
        wrong.folder = service.opened->folder;
        wrong.key = SecretBytes(32);
        const auto refused = openIdentity(wrong);
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().kind, Kind::Damaged);
    }

private:
    [[nodiscard]] QString fresh() { return m_root.filePath(QStringLiteral("profile%1").arg(++m_count)); }
    QTemporaryDir m_root;
    int m_count = 0;
};

QTEST_GUILESS_MAIN(VaultServiceTest)
#include "tst_vaultservice.moc"
