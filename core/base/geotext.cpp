// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "base/geotext.h"

#include <algorithm>
#include <vector>

namespace nightjar::geo {

namespace {

constexpr std::string_view blanks = " \t\r\n";
/// More digits say nothing: the seventh is a centimetre.
constexpr std::size_t maxDigits = 18;

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(blanks);
    return begin == std::string_view::npos ? std::string_view{}
                                           : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// 1*DIGIT ["." 1*DIGIT] at the beginning, which is taken away. std::from_chars would also take "1e5" and "inf".
std::optional<double> takeNumber(std::string_view& text, char point) {
    double value = 0;
    double place = 1;
    std::size_t at = 0;
    while (at < text.size() && isDigit(text[at])) {
        value = value * 10 + (text[at++] - '0');
    }
    if (at == 0 || at > maxDigits) {
        return std::nullopt;
    }
    if (at + 1 < text.size() && text[at] == point && isDigit(text[at + 1])) {
        const auto fraction = ++at;
        while (at < text.size() && isDigit(text[at])) {
            place *= 10;
            value = value * 10 + (text[at++] - '0');
        }
        if (at - fraction > maxDigits) {
            return std::nullopt;
        }
    }
    text.remove_prefix(at);
    return value / place;
}

bool takePrefix(std::string_view& text, std::string_view prefix) {
    if (text.substr(0, prefix.size()) != prefix) {
        return false;
    }
    text.remove_prefix(prefix.size());
    return true;
}

std::optional<double> takeSigned(std::string_view& text) {
    const bool negative = takePrefix(text, "-");
    const auto value = takeNumber(text, '.');
    return value && negative ? std::optional(-*value) : value;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return out;
}

struct Pair {
    double latitude = 0;
    double longitude = 0;
};
std::optional<Pair> takePair(std::string_view& text) {
    const auto latitude = takeSigned(text);
    if (!latitude || !takePrefix(text, ",")) {
        return std::nullopt;
    }
    const auto longitude = takeSigned(text);
    return longitude ? std::optional(Pair{*latitude, *longitude}) : std::nullopt;
}

/// *(";" name ["=" value]): the uncertainty, 0 without one. Nothing when it is broken or means something else.
std::optional<double> parameters(std::string_view text) {
    double uncertainty = 0;
    while (!text.empty()) {
        if (!takePrefix(text, ";")) {
            return std::nullopt;
        }
        const auto one = text.substr(0, text.find(';'));
        text.remove_prefix(one.size());
        const auto equals = one.find('=');
        const auto name = lower(one.substr(0, equals));
        auto value = equals == std::string_view::npos ? std::string_view{} : one.substr(equals + 1);
        if (name.empty() || (name == "crs" && lower(value) != "wgs84")) {
            return std::nullopt;
        }
        if (name == "u") {
            const auto metres = takeNumber(value, '.');
            if (!metres || !value.empty()) {
                return std::nullopt;
            }
            uncertainty = *metres;
        }
    }
    return uncertainty;
}

// ---- as people write it

enum class Half : std::uint8_t { Latitude, Longitude };
/// A number with what marks it, or a letter for a part of the world.
struct Token {
    enum class Kind : std::uint8_t { Number, Degrees, Minutes, Seconds, Letter, Comma, Semicolon } kind;
    double value = 0;       ///< of a Number; of a Letter: the sign
    bool fraction = false;  ///< of a Number
    bool negative = false;  ///< of a Number: with a minus
    Half half = Half::Latitude;
};
struct Mark {
    std::string_view text;
    Token token;
};

const std::vector<Mark>& marks() {
    using Kind = Token::Kind;
    static const std::vector<Mark> all{
        {"°", {Kind::Degrees}},
        {"º", {Kind::Degrees}},
        {"''", {Kind::Seconds}},
        {"′′", {Kind::Seconds}},
        {"\"", {Kind::Seconds}},
        {"″", {Kind::Seconds}},
        {"”", {Kind::Seconds}},
        {"“", {Kind::Seconds}},
        {"'", {Kind::Minutes}},
        {"′", {Kind::Minutes}},
        {"’", {Kind::Minutes}},
        {"‘", {Kind::Minutes}},
        {"N", {Kind::Letter, 1}},
        {"n", {Kind::Letter, 1}},
        {"S", {Kind::Letter, -1}},
        {"s", {Kind::Letter, -1}},
        {"E", {Kind::Letter, 1, false, false, Half::Longitude}},
        {"e", {Kind::Letter, 1, false, false, Half::Longitude}},
        {"W", {Kind::Letter, -1, false, false, Half::Longitude}},
        {"w", {Kind::Letter, -1, false, false, Half::Longitude}},
        // Russian, before their first letters: с. ш., ю. ш., в. д., з. д.
        {"с. ш.", {Kind::Letter, 1}},
        {"с.ш.", {Kind::Letter, 1}},
        {"ю. ш.", {Kind::Letter, -1}},
        {"ю.ш.", {Kind::Letter, -1}},
        {"в. д.", {Kind::Letter, 1, false, false, Half::Longitude}},
        {"в.д.", {Kind::Letter, 1, false, false, Half::Longitude}},
        {"з. д.", {Kind::Letter, -1, false, false, Half::Longitude}},
        {"з.д.", {Kind::Letter, -1, false, false, Half::Longitude}},
        {"С", {Kind::Letter, 1}},
        {"с", {Kind::Letter, 1}},
        {"Ю", {Kind::Letter, -1}},
        {"ю", {Kind::Letter, -1}},
        {"В", {Kind::Letter, 1, false, false, Half::Longitude}},
        {"в", {Kind::Letter, 1, false, false, Half::Longitude}},
        {"З", {Kind::Letter, -1, false, false, Half::Longitude}},
        {"з", {Kind::Letter, -1, false, false, Half::Longitude}},
        {",", {Kind::Comma}},
        {";", {Kind::Semicolon}},
    };
    return all;
}

/// Whether a comma stands within numbers: 55,7558.
bool hasDecimalCommas(std::string_view text) {
    std::size_t commas = 0;
    std::size_t within = 0;  // between two digits
    bool blank = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        blank = blank || text[at] == ' ' || text[at] == ';';
        if (text[at] == ',') {
            ++commas;
            within += at > 0 && at + 1 < text.size() && isDigit(text[at - 1]) && isDigit(text[at + 1]) ? 1 : 0;
        }
    }
    // Without a blank nobody can tell which comma parts the two numbers.
    return text.find('.') == std::string_view::npos && blank && within > 0 && (commas > 1 || commas == within);
}

std::optional<std::vector<Token>> tokensOf(std::string_view text) {
    const char point = hasDecimalCommas(text) ? ',' : '.';
    std::vector<Token> out;
    while (!text.empty()) {
        const auto blank = text.find_first_not_of(blanks);
        if (blank > 0) {
            text.remove_prefix(std::min(blank, text.size()));
            continue;
        }
        const bool negative = takePrefix(text, "-") || takePrefix(text, "−");
        if (isDigit(text.empty() ? ' ' : text.front())) {
            const auto before = text;
            const auto value = takeNumber(text, point);
            if (!value) {
                return std::nullopt;
            }
            const auto written = before.substr(0, before.size() - text.size());
            out.push_back({Token::Kind::Number, *value, written.find(point) != std::string_view::npos, negative});
            continue;
        }
        const auto mark =
            std::find_if(marks().begin(), marks().end(), [&](const Mark& one) { return takePrefix(text, one.text); });
        if (negative || mark == marks().end()) {
            return std::nullopt;
        }
        out.push_back(mark->token);
    }
    return out;
}

/// Degrees, perhaps minutes, perhaps seconds, perhaps a letter.
std::optional<double> angleOf(const std::vector<Token>& tokens, Half half) {
    using Kind = Token::Kind;
    std::vector<Token> numbers;
    double sign = 0;
    std::size_t marked = 0;
    for (const auto& token : tokens) {
        const auto mark = static_cast<std::size_t>(token.kind) - static_cast<std::size_t>(Kind::Degrees);
        switch (token.kind) {
            case Kind::Number:
                numbers.push_back(token);
                break;
            case Kind::Letter:
                if (sign != 0 || token.half != half) {
                    return std::nullopt;
                }
                sign = token.value;
                break;
            case Kind::Degrees:
            case Kind::Minutes:
            case Kind::Seconds:
                // Each after its own number.
                if (numbers.size() != mark + 1 || marked > mark) {
                    return std::nullopt;
                }
                marked = mark + 1;
                break;
            default:
                return std::nullopt;
        }
    }
    if (numbers.empty() || numbers.size() > 3 || (sign != 0 && numbers.front().negative)) {
        return std::nullopt;
    }
    double value = 0;
    double unit = 1;
    for (std::size_t at = 0; at < numbers.size(); ++at) {
        const auto& number = numbers[at];
        const bool last = at + 1 == numbers.size();
        if ((at > 0 && (number.value >= 60 || number.negative)) || (number.fraction && !last)) {
            return std::nullopt;
        }
        value += number.value / unit;
        unit *= 60;
    }
    return value * (sign != 0 ? sign : numbers.front().negative ? -1 : 1);
}

/// Where the second half begins.
std::optional<std::size_t> middleOf(const std::vector<Token>& tokens) {
    using Kind = Token::Kind;
    const auto count = [&](Kind kind) {
        return std::count_if(tokens.begin(), tokens.end(), [kind](const Token& one) { return one.kind == kind; });
    };
    const auto letters = count(Kind::Letter);
    if (letters == 2) {
        const bool before = tokens.front().kind == Kind::Letter;
        for (std::size_t at = before ? 1 : 0; at < tokens.size(); ++at) {
            if (tokens[at].kind == Kind::Letter) {
                return before ? at : at + 1;
            }
        }
    }
    const auto numbers = count(Kind::Number);
    if (letters != 0 || numbers < 2 || numbers % 2 != 0) {
        return std::nullopt;
    }
    std::ptrdiff_t seen = 0;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        if (tokens[at].kind == Kind::Number && seen++ == numbers / 2) {
            return at;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<GeoPoint> parseUri(std::string_view text) {
    text = trimmed(text);
    if (text.size() > maxGeoTextBytes || lower(text.substr(0, 4)) != "geo:") {
        return std::nullopt;
    }
    text.remove_prefix(4);
    const auto question = text.find('?');
    auto query = question == std::string_view::npos ? std::string_view{} : text.substr(question + 1);
    text = text.substr(0, question);
    auto pair = takePair(text);
    if (pair && takePrefix(text, ",") && !takeSigned(text)) {
        return std::nullopt;  // the altitude
    }
    const auto uncertainty = pair ? parameters(text) : std::nullopt;
    if (!uncertainty) {
        return std::nullopt;
    }
    // geo:0,0?q=LATITUDE,LONGITUDE(LABEL), as Android writes it: what is asked for is the place.
    if (takePrefix(query, "q=") && pair->latitude == 0 && pair->longitude == 0) {
        pair = takePair(query);
        if (!pair || (!query.empty() && query.front() != '(' && query.front() != '&')) {
            return std::nullopt;
        }
    }
    return GeoPoint::of(pair->latitude, pair->longitude, *uncertainty);
}

std::optional<GeoPoint> parseTyped(std::string_view text) {
    using Kind = Token::Kind;
    text = trimmed(text);
    auto tokens = text.size() > maxGeoTextBytes ? std::nullopt : tokensOf(text);
    const auto middle = tokens && !tokens->empty() ? middleOf(*tokens) : std::nullopt;
    if (!middle) {
        return std::nullopt;
    }
    auto at = tokens->begin() + static_cast<std::ptrdiff_t>(*middle);
    std::vector<Token> first(tokens->begin(), at);
    std::vector<Token> second(at, tokens->end());
    // One comma or semicolon may stand between the two.
    const auto parts = [](const Token& one) { return one.kind == Kind::Comma || one.kind == Kind::Semicolon; };
    if (!first.empty() && parts(first.back())) {
        first.pop_back();
    } else if (!second.empty() && parts(second.front())) {
        second.erase(second.begin());
    }
    const auto latitude = angleOf(first, Half::Latitude);
    const auto longitude = angleOf(second, Half::Longitude);
    return latitude && longitude ? GeoPoint::of(*latitude, *longitude) : std::nullopt;
}

}  // namespace nightjar::geo
