// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0
//
// Linked into every program of the tsan preset. Qt's library is not compiled with ThreadSanitizer, which therefore does
// not see that a posted call happens before its delivery, and would report every object handed over that way. Here the
// three doors of Qt that our code goes through are wrapped, and say so. Races of our own stay visible: nothing is
// suppressed.

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include <QEvent>
#include <QObject>

namespace {

/// Signals know their receivers only inside Qt: all emissions share one point of order.
char emission;
/// Who waits for a call to return does not know its event.
char delivery;

template <typename Function>
Function inQt(const char* mangledName) {
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, mangledName));
}

}  // namespace

bool QMetaObject::invokeMethodImpl(QObject* object, QtPrivate::QSlotObjectBase* slot, Qt::ConnectionType type,
                                   void* returned) {
    static const auto next = inQt<decltype(&QMetaObject::invokeMethodImpl)>(
        "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
    __tsan_release(object);
    const bool called = next(object, slot, type, returned);
    if (type == Qt::BlockingQueuedConnection) {
        __tsan_acquire(&delivery);
    }
    return called;
}

void QMetaObject::activate(QObject* sender, const QMetaObject* type, int signal, void** arguments) {
    using Activate = void (*)(QObject*, const QMetaObject*, int, void**);
    static const auto next = inQt<Activate>("_ZN11QMetaObject8activateEP7QObjectPKS_iPPv");
    __tsan_release(&emission);
    next(sender, type, signal, arguments);
}

bool QObject::event(QEvent* event) {
    using Event = bool (*)(QObject*, QEvent*);
    static const auto next = inQt<Event>("_ZN7QObject5eventEP6QEvent");
    __tsan_acquire(this);
    __tsan_acquire(&emission);
    const bool known = next(this, event);
    __tsan_release(&delivery);
    return known;
}
