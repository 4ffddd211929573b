// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// The real window over a real Node and a real store: how long it takes until a conversation is on the screen, with ten
// messages in it and with very many (200,000, or with --full a million). Every figure is a median.

#include <unistd.h>

#include <QGuiApplication>
#include <QQuickItem>
#include <QQuickWindow>
#include <algorithm>
#include <filesystem>
#include <string_view>

#include "bench/furnish.h"
#include "bench/report.h"
#include "gate.h"
#include "names.h"
#include "preferences.h"
#include "runtime/identitystore.h"
#include "runtime/node.h"
#include "sessionviewmodel.h"
#include "store/blobdisk.h"
#include "store/messages.h"
#include "store/migrations.h"
#include "userinterface.h"

using namespace nightjar;

namespace {

constexpr int runs = 21;

/// A gate that stands open.
class OpenGate final : public Gate {
public:
    explicit OpenGate(std::unique_ptr<store::Database> database)
        : m_node(IdentityStore(std::move(database), nullptr)) {}

    [[nodiscard]] Profile profile() const override { return Profile::Locked; }
    [[nodiscard]] QString profileProblem() const override { return {}; }
    void create(Choice) override {}
    void unlock(SecretBytes) override { Q_EMIT opened(&m_node); }
    void lock() override { Q_EMIT closed(); }
    void changePin(SecretBytes, SecretBytes) override {}
    void setWipePin(SecretBytes, SecretBytes) override {}
    void setHidden(SecretBytes, SecretBytes) override {}
    void removeHidden(SecretBytes) override {}
    void wipe() override {}
    [[nodiscard]] Facts facts() const override { return {}; }
    void setWipeAfterFailures(SecretBytes, bool) override {}
    void tryWipePin(SecretBytes) override {}
    void visitDecoy() override {}
    void leaveDecoy() override {}
    void findHubs() override {}

private:
    Node m_node;
};

/// Lets everything happen until that is so; milliseconds.
template <class Condition>
double until(Condition condition) {
    const bench::Stopwatch watch;
    while (!condition()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
        if (watch.seconds() > 60) {
            std::fprintf(stderr, "nothing happens\n");
            std::exit(1);
        }
    }
    return watch.seconds() * 1000;
}

double median(std::vector<double> times) {
    std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2));
    return times[times.size() / 2];
}

/// Opens and leaves the conversation again and again: until its newest messages are known, and until they are painted.
void open(UserInterface& ui, const ContactId& contact, const std::string& name) {
    auto* page = ui.window()->findChild<QQuickItem*>(QStringLiteral("chatListPage"));
    auto& session = *ui.app().session();
    std::vector<double> known;
    std::vector<double> painted;
    for (int run = 0; run < runs; ++run) {
        int frames = 0;
        const auto counting = QObject::connect(ui.window(), &QQuickWindow::frameSwapped, [&] { ++frames; });
        const bench::Stopwatch watch;
        QMetaObject::invokeMethod(page, "opened", Q_ARG(QString, toQt(contact)));
        until([&] { return session.conversation() && session.conversation()->messages()->isLoaded(); });
        known.push_back(watch.seconds() * 1000);
        const auto before = frames;
        ui.window()->update();
        until([&] { return frames > before; });
        painted.push_back(watch.seconds() * 1000);
        QObject::disconnect(counting);
        session.close();
        until([&] { return !session.conversation(); });
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    bench::report(("conversation.known." + name).c_str(), median(known), "ms");
    bench::report(("conversation.painted." + name).c_str(), median(painted), "ms");
}

/// From the end of the conversation to a message in the middle of it.
void jump(UserInterface& ui, const ContactId& contact, const MessageId& middle) {
    auto& session = *ui.app().session();
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
        session.open(toQt(contact));
        auto* messages = session.conversation()->messages();
        until([&] { return messages->isLoaded(); });
        bool there = false;
        const auto listening = QObject::connect(messages, &MessageListModel::found, [&] { there = true; });
        const bench::Stopwatch watch;
        messages->jumpTo(toQt(middle));
        until([&] { return there; });
        times.push_back(watch.seconds() * 1000);
        QObject::disconnect(listening);
        session.close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    bench::report("conversation.jump_to_the_middle", median(times), "ms");
}

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    const bool full = argc > 1 && std::string_view(argv[1]) == "--full";
    const std::uint64_t many = full ? 1'000'000 : 200'000;
    UserInterface::prepareToolkit();
    QGuiApplication application(argc, argv);
    UserInterface::chooseFont();
    char folder[] = "/tmp/nightjar-bench-XXXXXX";
    if (::mkdtemp(folder) == nullptr) {
        return 1;
    }
    SeededRandom random{11};
    SecretBytes key(32);
    random.fill(key.mutableView());
    auto database = store::openIdentity(std::string(folder) + "/identity.db", key, store::OpenMode::Create);
    if (!database) {
        std::fprintf(stderr, "open: %s\n", store::storeErrorName(database.error()).data());
        return 1;
    }
    const auto small = bench::furnish(**database, random, "Ten", 10);
    const auto large = bench::furnish(**database, random, "Many", many);
    std::optional<MessageId> middle;
    {
        // Two thirds of the way back, by pages as large as there are.
        const store::Messages messages(**database);
        for (std::uint64_t seen = 0; seen < many * 2 / 3; seen += 500) {
            middle = messages.page(large, middle, 500).front().id;
        }
    }
    {
        OpenGate gate(std::move(*database));
        Preferences preferences{QString()};
        preferences.setMotion(false);
        UserInterface ui(gate, preferences, QString());
        if (!ui.show()) {
            return 1;
        }
        gate.unlock(SecretBytes());
        until([&] { return ui.app().session() && ui.app().session()->chats()->isLoaded(); });
        open(ui, small, "of_10");
        open(ui, large, full ? "of_1000000" : "of_200000");
        jump(ui, large, *middle);
        gate.lock();
    }
    std::filesystem::remove_all(folder);
    return 0;
}
