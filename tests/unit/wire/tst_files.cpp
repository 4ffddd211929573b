// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "crypto/filechunk.h"
#include "wire/content.h"
#include "wire/filegeometry.h"
#include "wire/linkmessages.h"

using namespace nightjar;
using namespace nightjar::wire;

namespace {

FileContent sample() {
    FileContent file;
    file.message.value = {1, 2, 3, 4, 5, 6, 7, 8};
    file.blob[0] = 9;
    file.key = SecretBytes(32);
    file.size = 5'000'000'000;
    file.photo = true;
    file.name = "кот.jpg";
    file.mime = "image/jpeg";
    file.width = 4000;
    file.height = 3000;
    file.thumbnail = Bytes(maxThumbnailBytes, 7);
    file.caption = "look";
    return file;
}

std::optional<FileContent> roundTrip(FileContent file) {
    auto decoded = decodeContent(encodeContent({1, fromUnixMs(1'700'000'000'000), std::move(file)}));
    return decoded ? std::optional(std::move(std::get<FileContent>(decoded->body))) : std::nullopt;
}

}  // namespace

class TestFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Examples of the PURBs paper's algorithm, computed by hand: 5 bits of exponent keep 5 bits of length.
    void paddingTellsLittleAndCostsLittle() {
        static_assert(paddedFileSize(0) == 1024);
        static_assert(paddedFileSize(1025) == 1088);
        static_assert(paddedFileSize(1'000'000) == 1'015'808);
        static_assert(fileChunkCount(0) == 1 && fileChunkCount(16'384) == 1 && fileChunkCount(16'385) == 2);
        for (std::uint64_t size = 1024; size < maxFileBytes; size += size / 7 + 1) {
            const auto padded = paddedFileSize(size);
            QVERIFY(padded >= size && (padded - size) * 100 < size * 12);
            std::uint64_t sum = 0;
            const auto last = fileChunkCount(size) - 1;
            sum = std::uint64_t{last} * fileChunkBytes + fileChunkLength(size, last);
            QCOMPARE(sum, padded);
        }
        QCOMPARE(paddedFileSize(maxFileBytes), maxFileBytes);
    }

    void aChunkOpensInItsPlaceOnly() {
        SeededRandom random(1);
        const Bytes key(32, 3);
        const Bytes plain(fileChunkBytes, 5);
        auto sealed = crypto::sealChunk(key, {4, 9}, plain, random);
        QCOMPARE(sealed.size(), sealedChunkBytes);
        QVERIFY(crypto::openChunk(key, {4, 9}, sealed) == plain);
        QVERIFY(!crypto::openChunk(key, {5, 9}, sealed));
        QVERIFY(!crypto::openChunk(key, {4, 10}, sealed));
        QVERIFY(!crypto::openChunk(Bytes(32, 4), {4, 9}, sealed));
        QVERIFY(crypto::sealChunk(key, {4, 9}, plain, random) != sealed);
        sealed.back() ^= 1;
        QVERIFY(!crypto::openChunk(key, {4, 9}, sealed));
        QVERIFY(!crypto::openChunk(key, {4, 9}, Bytes(39)));
    }

    void aFileContentKeepsItsFields() {
        const auto back = roundTrip(sample());
        QVERIFY(back);
        QCOMPARE(back->size, sample().size);
        QCOMPARE(back->name, sample().name);
        QCOMPARE(back->thumbnail, sample().thumbnail);
        QCOMPARE(back->height, 3000u);
        QVERIFY(back->photo);
    }

    void whatClaimsTooMuchIsRefused() {
        const auto refused = [](auto change) {
            auto file = sample();
            change(file);
            return !roundTrip(std::move(file));
        };
        QVERIFY(refused([](FileContent& f) { f.size = maxFileBytes + 1; }));
        QVERIFY(refused([](FileContent& f) { f.width = maxPixels + 1; }));
        QVERIFY(refused([](FileContent& f) { f.height = 0x3fffffff; }));
        QVERIFY(refused([](FileContent& f) { f.thumbnail.resize(maxThumbnailBytes + 1); }));
        QVERIFY(refused([](FileContent& f) { f.caption.resize(maxCaptionBytes + 1, 'a'); }));
        QVERIFY(refused([](FileContent& f) { f.mime = "image/jpeg\n"; }));
        for (const auto* name : {"", ".", "..", "a/b", "a\\b", "a\nb", "\xff"}) {
            QVERIFY(refused([name](FileContent& f) { f.name = name; }));
        }
    }

    void wantsAreRanges() {
        const FileWantMessage want{{1}, {{0, 3}, {5, 1}, {100, 900}}};
        const auto bytes = encodeLinkMessage(want);
        const auto back = decodeLinkMessage(bytes);
        QVERIFY(back);
        QVERIFY(std::get<FileWantMessage>(*back).ranges == want.ranges);
        for (std::size_t size = 1; size < bytes.size(); ++size) {
            QVERIFY(!decodeLinkMessage(ByteView(bytes).first(size)));
        }
        QVERIFY(!decodeLinkMessage(encodeLinkMessage(FileWantMessage{{1}, {{0, 3}, {3, 1}}})));  // touching
        QVERIFY(!decodeLinkMessage(encodeLinkMessage(FileWantMessage{{1}, {{0, 0}}})));
        QVERIFY(!decodeLinkMessage(encodeLinkMessage(FileWantMessage{{1}, {{1'048'570, 100}}})));
        QVERIFY(!decodeLinkMessage(
            encodeLinkMessage(FileWantMessage{{1}, std::vector<ChunkRange>(maxWantRanges + 1, ChunkRange{0, 1})})));
    }

    void chunksHaveBounds() {
        const Bytes sealed(sealedChunkBytes, 1);
        const auto back = decodeLinkMessage(encodeLinkMessage(FileChunkMessage{{1}, 77, sealed}));
        QVERIFY(back.has_value());
        QVERIFY(!decodeLinkMessage(encodeLinkMessage(FileChunkMessage{{1}, 1'048'576, sealed})));
        QVERIFY(!decodeLinkMessage(encodeLinkMessage(FileChunkMessage{{1}, 0, Bytes(sealedChunkBytes + 1)})));
        QVERIFY(!decodeLinkMessage(encodeLinkMessage(FileChunkMessage{{1}, 0, Bytes(fileChunkOverhead)})));
    }
};

QTEST_APPLESS_MAIN(TestFiles)
#include "tst_files.moc"
