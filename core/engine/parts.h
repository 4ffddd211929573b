// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/addresses.h"
#include "engine/ageclock.h"
#include "engine/backups.h"
#include "engine/calls.h"
#include "engine/cards.h"
#include "engine/containers.h"
#include "engine/erasing.h"
#include "engine/forwarding.h"
#include "engine/group.h"
#include "engine/housekeeping.h"
#include "engine/hubs.h"
#include "engine/incoming.h"
#include "engine/life.h"
#include "engine/links.h"
#include "engine/mappings.h"
#include "engine/membership.h"
#include "engine/meter.h"
#include "engine/networks.h"
#include "engine/noteplayer.h"
#include "engine/noterecorder.h"
#include "engine/outgoing.h"
#include "engine/people.h"
#include "engine/places.h"
#include "engine/receipts.h"
#include "engine/repair.h"
#include "engine/secretchat.h"
#include "engine/sound.h"
#include "engine/takings.h"
#include "engine/texts.h"
#include "engine/transfers.h"
#include "engine/turnrelay.h"
#include "engine/typing.h"
#include "engine/wipenotices.h"

namespace nightjar::engine {

/// The rooms behind the engine's front door. Each does one thing and reaches the others through this.
struct Parts {
    Parts(store::Database& database, RandomSource& random, Instant now, std::unique_ptr<store::BlobDisk> blobs);

    Context context;
    AgeClock age;       ///< for what is forgotten after days
    Hubs hubs;          ///< sessions with servers, and what is asked of them
    Outgoing outgoing;  ///< envelopes out: what was accepted arrives
    Incoming incoming;  ///< envelopes in: opened, put in order, acted upon
    Receipts receipts;  ///< what is answered to envelopes
    Texts texts;        ///< what a person does with messages
    Typing typing;      ///< who is writing
    Links links;        ///< the way to a peer who is there now
    Calls calls;
    People people;        ///< invitations and contacts
    Addresses addresses;  ///< our public addresses
    Takings takings;      ///< invitations out of public addresses of others
    Transfers transfers;  ///< files and photos
    Mappings mappings;    ///< a port of the router
    TurnRelay turn;       ///< a TURN server, where one is set
    Repair repair;        ///< fresh keys after a restored backup
    Networks networks;    ///< what is remembered of networks
    Sound sound;          ///< who uses microphone and loudspeaker
    NoteRecorder recorder;
    NotePlayer player;
    Containers containers;      ///< what lies within this one
    Life life;                  ///< messages that delete themselves
    SecretChat secret;          ///< what is different when this container is one
    Group group;                ///< many sessions that are one conversation
    Membership membership;      ///< who is in it
    Housekeeping housekeeping;  ///< how much room everything takes
    Erasing erasing;            ///< deletion at both sides
    Backups backups;            ///< everything in one file
    WipeNotices wipeNotices;    ///< who is told of a forced wipe
    Meter meter;                ///< what the network costs
    Places places;              ///< where we are
    Cards cards;                ///< how others can be reached
    Forwarding forwarding;      ///< messages that are sent on
};

}  // namespace nightjar::engine
