// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/ports/upnpport.h"

#include <miniupnpc/miniupnpc.h>
#include <miniupnpc/upnpcommands.h>
#include <miniupnpc/upnperrors.h>

#include <QObject>
#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "base/log.h"

namespace nightjar {

namespace {

/// How long routers have to say that they are there.
constexpr int discoveryMs = 1500;
constexpr unsigned char multicastHops = 2;
/// Of the last question, when the program ends.
constexpr std::chrono::seconds farewell{1};
/// Somebody else has the port: another is tried.
constexpr int mostTries = 3;
/// What UPNP_GetValidIGD finds: a router that is connected, and one that says it is not, or has an address that does
/// not lead to it from everywhere. That is good enough for those who have the same provider; it may still refuse.
constexpr int connectedRouter = 1;
constexpr int doubtfulRouter = 2;
/// UPnP IGD: WANIPConnection errors.
constexpr int conflictInMapping = 718;
constexpr int onlyPermanentLeases = 725;
/// Everybody on the network can read it: it says nothing.
constexpr const char* description = "udp";

std::string textOf(const Endpoint& address) {
    auto text = address.toString();
    text.resize(text.rfind(':'));
    return text;
}

/// The router that was found, as the library describes it.
class Router {
public:
    /// Looks for one on the network of this address of ours.
    explicit Router(const Endpoint& own) {
        int error = 0;
        UPNPDev* const found =
            upnpDiscover(discoveryMs, textOf(own).c_str(), nullptr, UPNP_LOCAL_PORT_ANY, 0, multicastHops, &error);
        std::array<char, 64> lan{};
        if (found != nullptr) {
#if MINIUPNPC_API_VERSION >= 18
            const int kind = UPNP_GetValidIGD(found, &m_urls, &m_data, lan.data(), lan.size(), nullptr, 0);
#else
            const int kind = UPNP_GetValidIGD(found, &m_urls, &m_data, lan.data(), lan.size());
#endif
            m_found = kind == connectedRouter || kind == doubtfulRouter;
            m_hasUrls = m_urls.controlURL != nullptr;
            freeUPNPDevlist(found);
        }
    }
    ~Router() {
        if (m_hasUrls) {
            FreeUPNPUrls(&m_urls);
        }
    }
    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;

    [[nodiscard]] bool isThere() const {
        return m_found;
    }

    [[nodiscard]] UpnpAnswered map(const UpnpWanted& wanted) const {
        UpnpAnswered answer;
        std::array<char, 64> outer{};
        if (UPNP_GetExternalIPAddress(m_urls.controlURL, m_data.first.servicetype, outer.data()) != 0) {
            return answer;
        }
        auto port = wanted.external;
        auto life = wanted.life;
        for (int i = 0; i < mostTries; ++i) {
            const int result = add(wanted.own, port, life);
            if (result == 0) {
                const auto external = Endpoint::parse(std::string(outer.data()) + ":" + std::to_string(port));
                // One without an end is asked for again like the others, and given back.
                return external ? UpnpAnswered{*external, wanted.life} : answer;
            }
            if (result == onlyPermanentLeases) {
                life = std::chrono::seconds(0);
            } else if (result == conflictInMapping) {
                port = static_cast<std::uint16_t>(port < 40000 ? port + 20011 : port - 20011);
            } else {
                return answer;
            }
        }
        return answer;
    }

    void unmap(std::uint16_t port) const {
        UPNP_DeletePortMapping(m_urls.controlURL, m_data.first.servicetype, std::to_string(port).c_str(), "UDP",
                               nullptr);
    }

private:
    [[nodiscard]] int add(const Endpoint& own, std::uint16_t port, std::chrono::seconds life) const {
        return UPNP_AddPortMapping(m_urls.controlURL, m_data.first.servicetype, std::to_string(port).c_str(),
                                   std::to_string(own.port()).c_str(), textOf(own).c_str(), description, "UDP", nullptr,
                                   std::to_string(life.count()).c_str());
    }

    UPNPUrls m_urls{};
    IGDdatas m_data{};
    bool m_found = false;
    bool m_hasUrls = false;
};

/// What the two threads share. It outlives both, whichever ends last.
struct Shared {
    struct Order {
        UpnpWanted wanted;
        std::function<void(const UpnpAnswered&)> answer;

        [[nodiscard]] bool givesBack() const { return wanted.life.count() == 0; }
    };
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Order> orders;
    bool givingBack = false;  ///< the order under way gives a port back
    bool over = false;        ///< no more orders come
    bool done = false;        ///< the worker has ended
};

void work(const std::shared_ptr<Shared>& shared) {
    std::unique_ptr<Router> router;
    Endpoint network;  ///< where it was looked for
    for (;;) {
        Shared::Order order;
        {
            std::unique_lock lock(shared->mutex);
            shared->givingBack = false;
            shared->changed.wait(lock, [&] { return shared->over || !shared->orders.empty(); });
            if (shared->orders.empty()) {
                shared->done = true;
                shared->changed.notify_all();
                return;
            }
            order = std::move(shared->orders.front());
            shared->orders.pop_front();
            shared->givingBack = order.givesBack();
        }
        const bool back = order.givesBack();
        if (!router || (!router->isThere() && !back) || network != order.wanted.own) {
            router = std::make_unique<Router>(order.wanted.own);
            network = order.wanted.own;
        }
        UpnpAnswered answer;
        if (router->isThere() && back) {
            router->unmap(order.wanted.external);
        } else if (router->isThere()) {
            answer = router->map(order.wanted);
            if (!answer.external.isValid()) {
                router.reset();  // it may have been replaced: looked for anew the next time
            }
        }
        if (!back) {
            order.answer(answer);
        }
    }
}

class MiniUpnp final : public UpnpPort {
public:
    ~MiniUpnp() override {
        if (!m_started) {
            return;
        }
        std::unique_lock lock(m_shared->mutex);
        m_shared->over = true;
        std::erase_if(m_shared->orders, [](const auto& order) { return !order.givesBack(); });
        m_shared->changed.notify_all();
        if (m_shared->givingBack || !m_shared->orders.empty()) {
            m_shared->changed.wait_for(lock, farewell, [&] { return m_shared->done; });
        }
    }

    void ask(const UpnpWanted& wanted, Answered answered) override {
        if (!m_started) {
            m_started = true;
            // Detached: whoever ends the program does not wait for a router that hangs.
            std::thread(work, m_shared).detach();
        }
        const std::lock_guard lock(m_shared->mutex);
        // The answer goes through the event loop of this thread, and nowhere once this is gone.
        m_shared->orders.push_back(
            {wanted, [this, shared = m_shared, answered = std::move(answered)](const auto& answer) {
                 const std::lock_guard inner(shared->mutex);
                 if (!shared->over) {
                     QMetaObject::invokeMethod(
                         &m_context, [answered, answer] { answered(answer); }, Qt::QueuedConnection);
                 }
             }});
        m_shared->changed.notify_all();
    }

private:
    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
    bool m_started = false;
    QObject m_context;
};

}  // namespace

std::unique_ptr<UpnpPort> makeUpnpPort() {
    return std::make_unique<MiniUpnp>();
}

}  // namespace nightjar
