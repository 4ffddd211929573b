// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "qrcode.h"

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <ZXing/ReadBarcode.h>

#include <QImageReader>
#include <exception>

namespace nightjar {

namespace {
/// 15 % of the modules may be damaged (level M): enough for a screen with a reflection on it.
constexpr int errorCorrection = 4;

/// The library gives wide text up to version 1 and UTF-8 from version 2 on.
template <class Text>
QString toQString(const Text& text) {
    if constexpr (std::is_same_v<Text, std::wstring>) {
        return QString::fromStdWString(text);
    } else {
        return QString::fromStdString(text);
    }
}

}  // namespace

QImage makeQrCode(const QString& text) {
    if (text.isEmpty()) {
        return {};
    }
    try {
        // Size zero asks for the smallest picture: one pixel per module.
        const auto matrix = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
                                .setMargin(0)
                                .setEccLevel(errorCorrection)
                                .encode(text.toStdString(), 0, 0);
        QImage image(matrix.width(), matrix.height(), QImage::Format_Grayscale8);
        for (int y = 0; y < matrix.height(); ++y) {
            auto* line = image.scanLine(y);
            for (int x = 0; x < matrix.width(); ++x) {
                line[x] = matrix.get(x, y) ? 0x00 : 0xff;
            }
        }
        return image;
    } catch (const std::exception&) {  // the library's way to say that it does not fit
        return {};
    }
}

QString readQrCode(const QImage& image) {
    if (image.isNull() || image.width() > maxImageSide || image.height() > maxImageSide) {
        return {};
    }
    const auto grey = image.convertToFormat(QImage::Format_Grayscale8);
    const ZXing::ImageView view(grey.constBits(), grey.width(), grey.height(), ZXing::ImageFormat::Lum,
                                static_cast<int>(grey.bytesPerLine()));
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode).setTryHarder(true);
    try {
        const auto result = ZXing::ReadBarcode(view, hints);
        return result.isValid() ? toQString(result.text()) : QString();
    } catch (const std::exception&) {
        return {};
    }
}

QImage loadSmallImage(const QString& path) {
    QImageReader reader(path);
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    static const QList<QByteArray> taken{"png", "jpeg", "jpg", "webp", "bmp"};
    const auto size = reader.size();
    if (!taken.contains(reader.format()) || !size.isValid() || size.width() > maxImageSide ||
        size.height() > maxImageSide) {
        return {};
    }
    return reader.read();
}

}  // namespace nightjar
