#!/usr/bin/env python3
# SPDX-License-Identifier: CC0-1.0
"""Make the lexicons in dict/lexicon/ from a corpus of correct Vietnamese text.

    make-lexicons.py --corpus DIR --lists DIR --out DIR

--corpus  folder with *.txt: UTF-8, NFC, one sentence or paragraph a line
--lists   folder with places-2025.tsv, places-before-2025.tsv, words-74k.txt
--out     folder the lexicons are written to (dict/lexicon)

Only the Python 3 standard library is needed. The result depends on the input
alone: the same files give the same bytes. What is written are word forms and
counts, never a sentence. See dict/SOURCES.md for where the text comes from.
"""

import argparse
import glob
import math
import operator
import os
import re
import sys
import unicodedata
from array import array
from collections import Counter, defaultdict
from itertools import compress, repeat

# --------------------------------------------------------------------------
# The grammar of the Vietnamese syllable: onset x rime x tone
# --------------------------------------------------------------------------

TONES = {"": 0, "\u0301": 1, "\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0323": 5}
MARKS = ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"]
VOWELS = "aăâeêioôơuưy"

ONSETS = ("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l",
          "m", "n", "ng", "ngh", "nh", "p", "ph", "qu", "r", "s", "t", "th",
          "tr", "v", "x")

# Rimes without a rounded glide. Those spelled iê- take the form yê- where
# nothing stands before them.
RIMES_PLAIN = set("""
a ac ach ai am an ang anh ao ap at au ay  ăc ăm ăn ăng ăp ăt
âc âm ân âng âp ât âu ây  e ec em en eng eo ep et  ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oc oi om on ong ooc oong op ot  ô ôc ôi ôm ôn ông ôp ôt
ơ ơi ơm ơn ơp ơt  u ua uc ui um un ung uôc uôi uôm uôn uông uôt up ut
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
""".split())
# Rimes that begin with a rounded glide.
RIMES_ROUND = set("""
oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
oe oen oeo oet  uân uâng uât uây uê uêch uên uênh uêt uêu uơ
uy uya uych uyên uyêt uyn uynh uyp uyt uyu
""".split())
# What may follow qu (the glide is part of the onset's spelling).
RIMES_QU = set("""
a ac ach ai an ang anh ao at au ay  ăc ăm ăn ăng ăp ăt  ân âng ât âu ây
e en eng eo et  ê ên êch ênh êt i it  ơ ơi ơn  ôc  y ych yên yêt yn ynh yt
""".split())
# What may follow gi; written together with i- rimes (gì, gìn, giêng, giết).
RIMES_GI = set("""
a ac ai am an ang anh ao ap at au ay  ăc ăm ăn ăng ăp ăt
âc âm ân âng âp ât âu ây  e em en eo ep et  ê êng êt êu  o oc oi om on ong op ot
ô ôc ôi ôm ôn ông ôp ôt  ơ ơi ơm ơn ơp ơt  u ua uc ui um un ung up uôc uôi
uông uôt  ư ưa ưc ương ươi ươm ưt
""".split())
Y_ONSETS = {"", "h", "k", "l", "m", "n", "s", "t", "th", "v"}   # hy, ký, lý
FRONT = set("eêiy")


def split_tone(word):
    """(letters without tone, tone 0-5, index of the toned letter) or None."""
    letters, tone, at = [], 0, -1
    for ch in word:
        if ch <= "\x7f" or ch == "đ":
            letters.append(ch)
            continue
        plain = unicodedata.normalize("NFD", ch)
        base = plain[0]
        for mark in plain[1:]:
            if mark in TONES:
                if tone:
                    return None
                tone, at = TONES[mark], len(letters)
            else:
                base += mark
        base = unicodedata.normalize("NFC", base)
        if len(base) != 1:
            return None
        letters.append(base)
    return "".join(letters), tone, at


def parse_letters(s):
    """Onset and rime of toneless letters, or None. Spelling rules apply."""
    if s.startswith("qu"):
        return ("qu", s[2:]) if s[2:] in RIMES_QU else None
    if s.startswith("gi"):
        if s == "gi":
            return "g", "i"
        if s[2:] in RIMES_GI:
            return "gi", s[2:]
        if s in ("gin", "gip", "gich") or s[1:] in ("iêng", "iêt", "iêc", "iên", "iêm"):
            return "g", s[1:]
        return None
    for n in (3, 2, 1, 0):
        onset, rime = s[:n], s[n:]
        if len(onset) < n or onset not in ONSETS or not rime:
            continue
        if rime[0] not in VOWELS:
            continue
        front = rime[0] in FRONT
        if onset in ("k", "gh", "ngh") and not front:
            return None
        if onset in ("c", "g", "ng") and front:
            return None
        if onset == "gh" and rime[0] == "y" or onset == "ngh" and rime[0] == "y":
            return None
        if rime == "y":
            return (onset, "y") if onset in Y_ONSETS else None
        if rime in ("yêm", "yên", "yêng", "yêt", "yêu"):
            return (onset, rime) if onset == "" else None
        if rime in RIMES_PLAIN:
            if onset == "" and rime.startswith("iê"):
                return None
            return onset, rime
        if rime in RIMES_ROUND:
            # after c and k the glide is spelled qu-; after b, m, p, ph, v it
            # lives in loan words only and never before â, ê, ơ
            if onset in ("c", "k", "gh", "ngh"):
                return None
            return onset, rime
        return None
    return None


def tone_index(rime, old):
    """Index in the rime of the letter that carries the tone."""
    for i, ch in enumerate(rime):
        if ch in "ăâêôơ" and not (ch == "ô" and rime[i + 1:i + 2] == "ô"):
            return i                           # quality mark wins: iê uô ươ uâ
    vowels = [i for i, ch in enumerate(rime) if ch in VOWELS]
    if len(vowels) == 1:
        return 0
    if len(vowels) == 3:
        return 1                               # oai oay oeo uya uyu ươu
    if rime[-1] not in VOWELS:
        return vowels[1]                       # oan oang oet uynh oong
    if rime in ("oa", "oe", "uy"):
        return 0 if old else 1
    return 0                                   # ai ao ia ua ưa ui ưu


def syllable(word):
    """The old-placement form of a lower-case syllable, or None."""
    if not 0 < len(word) <= 7:
        return None
    got = split_tone(word)
    if not got:
        return None
    letters, tone, at = got
    parsed = parse_letters(letters)
    if not parsed:
        return None
    onset, rime = parsed
    if rime.endswith(("c", "ch", "p", "t")) and tone not in (1, 5):
        return None
    if not tone:
        return word
    start = len(letters) - len(rime)
    if at not in (start + tone_index(rime, True), start + tone_index(rime, False)):
        return None
    i = start + tone_index(rime, True)
    toned = unicodedata.normalize("NFC", letters[i] + MARKS[tone])
    return letters[:i] + toned + letters[i + 1:]


def strip_marks(s):
    s = unicodedata.normalize("NFD", s).replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in s if not unicodedata.combining(c))


def bare_shapes():
    """Every syllable as it looks with all marks taken off."""
    out = set()
    for onset in ONSETS:
        for rime in RIMES_PLAIN | RIMES_ROUND | RIMES_QU | RIMES_GI | {
                "y", "yêm", "yên", "yêng", "yêt", "yêu"}:
            if parse_letters(onset + rime):
                out.add(strip_marks(onset + rime))
    return out


# --------------------------------------------------------------------------
# Reading: one pass over the text, then counts of n-grams over syllable ids
# --------------------------------------------------------------------------

TOKEN = re.compile(r"[^\W\d_]+|(?:[^\w ]|[\d_])+")
CAPITAL = "A-ZĐƯÔƠÂĂÊ"
PART = rf"[A-ZĐƯ](?:[A-ZĐƯ&]|(?<=[A-Z])[gr](?=[A-ZĐƯ/.,;:)\s-]))*[0-9]{{0,2}}"
CODE = re.compile(rf"(?<![\w/.-])\d{{1,6}}[a-z]?(?:/(?:19|20)\d\d)?[/-]"
                  rf"({PART})([/-])({PART}(?:[-/]{PART})*)(?![\w&/-])")
CODE_LONE = re.compile(rf"(?<![\w/.-])\d{{1,6}}[a-z]?/(?:19|20)\d\d/({PART})(?![\w&/-])")
AMPERSAND = re.compile(r"(?<![\w&])[A-ZĐƯ]+(?:&[A-ZĐƯ]+)+(?![\w&])")
PERSON = re.compile(r"(?<!\w)(?:[Ôô]ng/bà|[Ôô]ng|[Bb]à|[Đđ]ồng chí) "
                    r"((?:[^\W\d_]+ ){1,4}[^\W\d_]+)")


class Text:
    """The corpus as counts and as one long row of syllable ids."""

    def __init__(self):
        self.raw = Counter()              # tokens as printed
        self.codes = Counter()            # (first, separator, rest)
        self.lone = Counter()             # the only part of 45/2019/QH14
        self.ampersand = Counter()
        self.names = Counter()            # persons, as printed
        self.ids = array("H")             # 0 = something else
        self.title = bytearray()          # 1 = printed in title case
        self.syllables = [""]             # id -> syllable, old placement
        self.number = {}                  # syllable -> id
        self.n = Counter()                # id -> count

    def read(self, files):
        ident, title = {}, {}
        for path in files:
            with open(path, encoding="utf-8") as fh:
                while True:
                    lines = fh.readlines(4 << 20)
                    if not lines:
                        break
                    chunk = "".join(lines).replace("Ð", "Đ").replace("ð", "đ")
                    tokens = TOKEN.findall(chunk)
                    self.raw.update(tokens)
                    for tok in set(tokens) - ident.keys():
                        s = syllable(tok.lower()) if tok[0].isalpha() else None
                        if s and s not in self.number:
                            self.number[s] = len(self.syllables)
                            self.syllables.append(s)
                        ident[tok] = self.number[s] if s else 0
                        title[tok] = tok.istitle()
                    self.ids.extend(map(ident.__getitem__, tokens))
                    self.title.extend(map(title.__getitem__, tokens))
                    self.codes.update(CODE.findall(chunk))
                    self.lone.update(CODE_LONE.findall(chunk))
                    self.ampersand.update(AMPERSAND.findall(chunk))
                    self.names.update(filter(None, map(person, PERSON.findall(chunk))))
        for tok, count in self.raw.items():
            if ident[tok]:
                self.n[ident[tok]] += count
        # set order depends on the hash seed: number syllables by spelling
        order = sorted(range(1, len(self.syllables)), key=self.syllables.__getitem__)
        new = [0] * len(self.syllables)
        for i, old in enumerate(order, 1):
            new[old] = i
        self.ids = array("H", map(new.__getitem__, self.ids))
        self.syllables = [""] + [self.syllables[i] for i in order]
        self.number = {s: i for i, s in enumerate(self.syllables) if i}
        self.n = Counter({new[i]: c for i, c in self.n.items()})
        self.raw = Counter({t: c for t, c in self.raw.items() if t[0].isalpha()})
        self.lower = Counter()
        for tok, count in self.raw.items():
            self.lower[tok.lower()] += count


def person(words):
    """The capitalised run that opens words when it looks like a name."""
    run = []
    for w in words.split(" "):
        if not w.istitle():
            break
        run.append(syllable(w.lower()))
    if not 2 <= len(run) <= 4 or None in run:
        return None
    return " ".join(run)


def later(seq, n):
    """seq from its n-th element on, without a copy."""
    return memoryview(seq)[n:]


def ngrams(text, wanted, floor):
    """Counts of 2- to 4-grams: those in `wanted` and those seen >= floor times.

    Returns (count, title): n-gram key -> occurrences, and how many of them were
    printed with every syllable in title case. Keys are syllable ids packed into
    16 bits each, first syllable highest.
    """
    ids, title = text.ids, text.title
    high = array("Q", (i << 16 for i in range(len(text.syllables))))
    parts2 = {k >> s & 0xFFFFFFFF for n, keys in wanted.items() if n > 2 for k in keys
              for s in range(0, 16 * (n - 1), 16)}
    parts3 = {k >> s & 0xFFFFFFFFFFFF for k in wanted[4] for s in (0, 16)}

    def keys2():
        return map(operator.or_, map(high.__getitem__, ids), later(ids, 1))

    def keys3():
        return map(operator.or_, map(operator.mul, keys2(), repeat(65536)), later(ids, 2))

    def keys4():
        return map(operator.or_, map(operator.mul, keys3(), repeat(65536)), later(ids, 3))

    def solid(key):
        while key:
            if not key & 0xFFFF:
                return False
            key >>= 16
        return True

    count, capital = {}, {}

    def keep(n, counter, parts):
        good = {k for k, c in counter.items()
                if (c >= floor or k in wanted[n] or k in parts)
                and k >> 16 * (n - 1) and solid(k)}
        for k in good:
            count[k] = counter[k]
        return good

    good2 = keep(2, Counter(keys2()), parts2)
    in2 = bytearray(map(good2.__contains__, keys2()))
    both = bytes(map(operator.and_, title, later(title, 1)))
    capital.update(Counter(compress(keys2(), map(operator.and_, in2, both))))
    in3 = bytearray(map(operator.and_, in2, later(in2, 1)))
    good3 = keep(3, Counter(compress(keys3(), in3)), parts3)
    in3 = bytearray(map(good3.__contains__, keys3()))
    three = bytes(map(operator.and_, both, later(both, 1)))
    capital.update(Counter(compress(keys3(), map(operator.and_, in3, three))))
    in4 = bytearray(map(operator.and_, in3, later(in3, 1)))
    good4 = keep(4, Counter(compress(keys4(), in4)), set())
    four = map(operator.and_, three, later(three, 1))
    capital.update(Counter(filter(good4.__contains__, compress(
        keys4(), map(operator.and_, in4, four)))))
    return count, capital


# --------------------------------------------------------------------------
# What was settled by reading the counts
# --------------------------------------------------------------------------

# Spellings outside the grammar that the text uses often (names of peoples and
# places of the Central Highlands and the north, loan words written together).
# Tokens glued by missing spaces and misspellings are left out on purpose.
OTHER_SYLLABLES = set("""
đắk lắk đăk lăk đak kạn krông niê pắk búk jút păh prông kách kô kông phnôm tẻh
brâu hmông êđê kpă hrê mnông xtiêng stiêng mlô êban kđăm jrai chămpa đakrông
pleiku ôtô môtô kitô phaolô phêrô giêsu phanxicô xaviê piô antôn tôma stêphanô
nicôla giacôbê mátthêu tađêô lênin ăngghen slavơ mácxít xôviết mácma rôma rôman
matxcơva mátxcơva giơnevơ ảrập arập xêút libăng xêsi đôla axít ôxy ôxi ôxít ôxit
điôxít hiđrô nitơ nơtron magiê crôm phốtpho iốt bazơ amiăng ôzôn kilômét kilôgam
milimét mililít hécta bêtông ximăng nilông văcxin vắcxin virút rađa canô balô
sơmi sôcôla kiốt kêpi êkip lôgic vectơ
""".split())
# ASCII fragments in place names that are foreign words far more often
NOT_NAMES = set("al ar bar bri b ch d jang kang ko sar sol wang wi xy nt tr ii iii iv vii za".split())

FUNCTION = set("""
và của là các những một được có cho với trong ở tại từ đến để khi nếu thì mà
này đó kia ấy không đã đang sẽ vừa mới bị do bởi vì nên theo về trên dưới ra vào
hoặc hay cũng như rằng rất lại còn phải cần nhiều ít mọi mỗi từng sau trước giữa
ngoài qua lên xuống hơn nhất nhưng tuy vẫn chỉ đều thêm cùng tới việc sự nào gì
ai đâu tôi anh chị ông bà em cô cậu họ ta mình nó bạn chúng hai ba bốn năm sáu
bảy tám chín mười trăm nghìn triệu tỷ ngày tháng cuộc chiếc con cái người đi nói
gần hết luôn ngay chưa chẳng đừng hãy cứ làm khoản điều điểm nhằm thuộc gồm
đối nơi lúc bằng loại huyện xã phường tỉnh quận
""".split())

DOCTYPES = {
    "NĐ": "nghị định", "TT": "thông tư", "QĐ": "quyết định", "NQ": "nghị quyết",
    "TTLT": "thông tư liên tịch", "NQLT": "nghị quyết liên tịch", "CT": "chỉ thị",
    "TB": "thông báo", "KH": "kế hoạch", "TTr": "tờ trình", "KL": "kết luận",
    "HD": "hướng dẫn", "CĐ": "công điện", "BC": "báo cáo", "PL": "pháp lệnh",
    "CV": "công văn", "ĐA": "đề án", "VBHN": "văn bản hợp nhất", "L": "luật",
    "LCT": "lệnh của Chủ tịch nước", "CTr": "chương trình", "BB": "biên bản",
    "PA": "phương án", "SL": "sắc lệnh", "GP": "giấy phép", "GM": "giấy mời",
    "HĐ": "hợp đồng", "QC": "quy chế", "UQ": "ủy quyền", "GUQ": "giấy ủy quyền",
    "GGT": "giấy giới thiệu", "PC": "phiếu chuyển", "PB": "phiếu báo", "DA": "dự án",
    "TTLB": "thông tư liên bộ", "GCN": "giấy chứng nhận", "CTHĐ": "chương trình hành động",
    "KLTT": "kết luận thanh tra", "KLKT": "kết luận kiểm tra", "BBGN": "biên bản ghi nhớ",
}

# Abbreviations whose meaning is certain
MEANING = {
    "CP": "Chính phủ", "TTg": "Thủ tướng Chính phủ", "TW": "Trung ương", "TƯ": "Trung ương",
    "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "UB": "Ủy ban",
    "BTC": "Bộ Tài chính", "BNV": "Bộ Nội vụ", "BTP": "Bộ Tư pháp", "BCA": "Bộ Công an",
    "BQP": "Bộ Quốc phòng", "BCT": "Bộ Công Thương", "BYT": "Bộ Y tế", "BXD": "Bộ Xây dựng",
    "BNG": "Bộ Ngoại giao", "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BGD&ĐT": "Bộ Giáo dục và Đào tạo", "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BLĐTB&XH": "Bộ Lao động - Thương binh và Xã hội",
    "LĐTBXH": "Lao động - Thương binh và Xã hội", "BGTVT": "Bộ Giao thông vận tải",
    "BKHCN": "Bộ Khoa học và Công nghệ", "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BKH&ĐT": "Bộ Kế hoạch và Đầu tư", "BKHCNMT": "Bộ Khoa học, Công nghệ và Môi trường",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNN&PTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNN": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNNMT": "Bộ Nông nghiệp và Môi trường", "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BTTTT": "Bộ Thông tin và Truyền thông", "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BVHTT": "Bộ Văn hóa - Thông tin", "BDTTG": "Bộ Dân tộc và Tôn giáo",
    "BBCVT": "Bộ Bưu chính, Viễn thông", "BTM": "Bộ Thương mại", "BTS": "Bộ Thủy sản",
    "BCN": "Bộ Công nghiệp", "NHNN": "Ngân hàng Nhà nước", "UBDT": "Ủy ban Dân tộc",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội", "QH": "Quốc hội", "CTN": "Chủ tịch nước",
    "TTCP": "Thanh tra Chính phủ", "VPCP": "Văn phòng Chính phủ",
    "VPQH": "Văn phòng Quốc hội", "VPTW": "Văn phòng Trung ương Đảng",
    "BTCTW": "Ban Tổ chức Trung ương", "BTGTW": "Ban Tuyên giáo Trung ương",
    "BTGDVTW": "Ban Tuyên giáo và Dân vận Trung ương",
    "BTGDVTU": "Ban Tuyên giáo và Dân vận Tỉnh ủy (Thành ủy)",
    "BTCTU": "Ban Tổ chức Tỉnh ủy (Thành ủy)", "UBKTTW": "Ủy ban Kiểm tra Trung ương",
    "BCSĐ": "Ban cán sự đảng", "VPTU": "Văn phòng Tỉnh ủy (Thành ủy)",
    "TU": "Tỉnh ủy, Thành ủy", "HU": "Huyện ủy", "ĐU": "Đảng ủy",
    "BCĐ": "Ban chỉ đạo", "BCĐTW": "Ban Chỉ đạo Trung ương", "BCH": "Ban chấp hành, ban chỉ huy",
    "BTV": "Ban thường vụ", "TANDTC": "Tòa án nhân dân tối cao", "TAND": "Tòa án nhân dân",
    "VKSNDTC": "Viện kiểm sát nhân dân tối cao", "VKSTC": "Viện kiểm sát nhân dân tối cao",
    "VKSND": "Viện kiểm sát nhân dân", "HĐTP": "Hội đồng Thẩm phán",
    "KTNN": "Kiểm toán nhà nước", "BHXH": "bảo hiểm xã hội", "BHYT": "bảo hiểm y tế",
    "BHTN": "bảo hiểm thất nghiệp", "TLĐ": "Tổng Liên đoàn Lao động Việt Nam",
    "LĐLĐ": "Liên đoàn Lao động", "MTTQ": "Mặt trận Tổ quốc", "MTTW": "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc", "TCT": "Tổng cục Thuế", "TCHQ": "Tổng cục Hải quan",
    "TCTK": "Tổng cục Thống kê", "KBNN": "Kho bạc Nhà nước", "THADS": "thi hành án dân sự",
    "SGDĐT": "Sở Giáo dục và Đào tạo", "SGD&ĐT": "Sở Giáo dục và Đào tạo",
    "SNV": "Sở Nội vụ", "STC": "Sở Tài chính", "STP": "Sở Tư pháp", "SYT": "Sở Y tế",
    "SXD": "Sở Xây dựng", "SCT": "Sở Công Thương", "SKHCN": "Sở Khoa học và Công nghệ",
    "SNNMT": "Sở Nông nghiệp và Môi trường", "STNMT": "Sở Tài nguyên và Môi trường",
    "STTTT": "Sở Thông tin và Truyền thông", "SVHTTDL": "Sở Văn hóa, Thể thao và Du lịch",
    "VPUBND": "Văn phòng Ủy ban nhân dân", "CTUBND": "Chủ tịch Ủy ban nhân dân",
    "TTPVHCC": "Trung tâm Phục vụ hành chính công", "HĐBT": "Hội đồng Bộ trưởng",
    "GD&ĐT": "giáo dục và đào tạo", "GDĐT": "giáo dục và đào tạo",
    "KH&CN": "khoa học và công nghệ", "KHCN": "khoa học công nghệ",
    "KHCN&ĐMST": "khoa học công nghệ và đổi mới sáng tạo",
    "ĐMST": "đổi mới sáng tạo", "CĐS": "chuyển đổi số", "CNTT": "công nghệ thông tin",
    "KH&ĐT": "kế hoạch và đầu tư", "TT&TT": "thông tin và truyền thông",
    "TN&MT": "tài nguyên và môi trường", "NN&PTNT": "nông nghiệp và phát triển nông thôn",
    "NN&MT": "nông nghiệp và môi trường", "LĐTB&XH": "lao động - thương binh và xã hội",
    "TB&XH": "thương binh và xã hội", "TT&DL": "thể thao và du lịch",
    "VHTT&DL": "văn hóa, thể thao và du lịch", "VHTTDL": "văn hóa, thể thao và du lịch",
    "GDQP&AN": "giáo dục quốc phòng và an ninh", "GDTX": "giáo dục thường xuyên",
    "KHXH&NV": "khoa học xã hội và nhân văn", "PCCC": "phòng cháy và chữa cháy",
    "PCCC&CNCH": "phòng cháy, chữa cháy và cứu nạn, cứu hộ", "CNCH": "cứu nạn, cứu hộ",
    "PCTT": "phòng, chống thiên tai", "TKCN": "tìm kiếm cứu nạn",
    "PCTT&TKCN": "phòng, chống thiên tai và tìm kiếm cứu nạn",
    "GPMB": "giải phóng mặt bằng", "QLNN": "quản lý nhà nước", "CCHC": "cải cách hành chính",
    "TTHC": "thủ tục hành chính", "DVC": "dịch vụ công", "DVCTT": "dịch vụ công trực tuyến",
    "VBQPPL": "văn bản quy phạm pháp luật", "QPPL": "quy phạm pháp luật",
    "QPAN": "quốc phòng, an ninh", "ANTT": "an ninh trật tự", "TTATXH": "trật tự an toàn xã hội",
    "ATGT": "an toàn giao thông", "TTATGT": "trật tự an toàn giao thông",
    "ATTP": "an toàn thực phẩm", "VSATTP": "vệ sinh an toàn thực phẩm",
    "KTXH": "kinh tế - xã hội", "NTM": "nông thôn mới", "OCOP": "mỗi xã một sản phẩm",
    "CBCCVC": "cán bộ, công chức, viên chức", "CBCC": "cán bộ, công chức",
    "CCVC": "công chức, viên chức", "NLĐ": "người lao động", "NSDLĐ": "người sử dụng lao động",
    "HĐLĐ": "hợp đồng lao động", "BLLĐ": "Bộ luật Lao động", "BLDS": "Bộ luật Dân sự",
    "BLHS": "Bộ luật Hình sự", "BLTTHS": "Bộ luật Tố tụng hình sự",
    "BLTTDS": "Bộ luật Tố tụng dân sự", "XHCN": "xã hội chủ nghĩa",
    "CHXHCN": "Cộng hòa xã hội chủ nghĩa", "HTX": "hợp tác xã", "TNHH": "trách nhiệm hữu hạn",
    "MTV": "một thành viên", "CTCP": "công ty cổ phần", "HĐQT": "hội đồng quản trị",
    "HĐTV": "hội đồng thành viên", "ĐHĐCĐ": "đại hội đồng cổ đông", "DNNN": "doanh nghiệp nhà nước",
    "NSNN": "ngân sách nhà nước", "NSTW": "ngân sách trung ương", "NSĐP": "ngân sách địa phương",
    "GTGT": "giá trị gia tăng", "TNCN": "thu nhập cá nhân", "TNDN": "thu nhập doanh nghiệp",
    "TTĐB": "tiêu thụ đặc biệt", "TSCĐ": "tài sản cố định", "XDCB": "xây dựng cơ bản",
    "QSDĐ": "quyền sử dụng đất", "ĐTM": "đánh giá tác động môi trường", "KCN": "khu công nghiệp",
    "KCX": "khu chế xuất", "KKT": "khu kinh tế", "CCN": "cụm công nghiệp",
    "TCVN": "tiêu chuẩn Việt Nam", "QCVN": "quy chuẩn Việt Nam", "TCXDVN": "tiêu chuẩn xây dựng Việt Nam",
    "TPHCM": "Thành phố Hồ Chí Minh", "ĐBSCL": "đồng bằng sông Cửu Long",
    "TP": "thành phố", "GĐ": "giám đốc", "ĐBQH": "đại biểu Quốc hội", "HSSV": "học sinh, sinh viên", "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông", "TTXVN": "Thông tấn xã Việt Nam", "CSGT": "cảnh sát giao thông",
    "CSĐT": "cảnh sát điều tra", "CQĐT": "cơ quan điều tra", "HĐXX": "hội đồng xét xử",
    "BVĐK": "bệnh viện đa khoa", "ĐHQG": "đại học quốc gia", "ĐHQGHN": "Đại học Quốc gia Hà Nội",
    "ĐH": "đại học", "SĐT": "số điện thoại", "CMND": "chứng minh nhân dân",
    "CCCD": "căn cước công dân", "VNĐ": "đồng Việt Nam", "VND": "đồng Việt Nam",
    "NSƯT": "nghệ sĩ ưu tú", "NSND": "nghệ sĩ nhân dân", "ThS": "thạc sĩ", "PGS": "phó giáo sư",
    "GS": "giáo sư", "TS": "tiến sĩ", "LHQ": "Liên hợp quốc", "BĐBP": "bộ đội biên phòng",
    "QĐND": "Quân đội nhân dân", "LLVT": "lực lượng vũ trang", "ANQP": "an ninh, quốc phòng",
    "GPLX": "giấy phép lái xe", "BĐS": "bất động sản", "BOT": "xây dựng - kinh doanh - chuyển giao",
    "ODA": "hỗ trợ phát triển chính thức", "FDI": "đầu tư trực tiếp nước ngoài",
    "GDP": "tổng sản phẩm trong nước", "NXB": "nhà xuất bản", "TGPL": "trợ giúp pháp lý",
    "UBCK": "Ủy ban Chứng khoán", "CQĐP": "chính quyền địa phương", "BQL": "ban quản lý",
    "BQLDA": "ban quản lý dự án", "TDTT": "thể dục thể thao", "KHHGĐ": "kế hoạch hóa gia đình",
    "UBTVQH10": "Ủy ban Thường vụ Quốc hội khóa X",
}
for _n, _r in enumerate("X XI XII XIII XIV XV XVI".split(), 10):
    MEANING[f"QH{_n}"] = "Quốc hội khóa " + _r
    MEANING[f"UBTVQH{_n}"] = "Ủy ban Thường vụ Quốc hội khóa " + _r

# misspelt or run-together in the sources
NOT_ABBREVIATIONS = set("""
BNNPNT BNNPTN BGDĐTT BGD BLG BTTNMT NĐCP TTBTC TTBCT TTBLĐTBXH TTBYT QĐUB QĐUBND QĐBGDĐT DDT QDD NSUT
""".split())
# ordinary words, names and headings in capitals
WORDS_IN_CAPITALS = set("HUY THU VI TEM TUOI DIEN TAIN MAUR XOANO HOCMAI SUNHOUSE".split())

# set phrases made of words too common for mutual information to show
SET_PHRASES = [w.strip() for w in """
chuyển đổi số, chính phủ số, kinh tế số, xã hội số, công nghệ số, hạ tầng số, dữ liệu số,
chính quyền số, công dân số, chữ ký số, dịch vụ công, tài sản công, đầu tư công, tổ chức thực hiện,
cán bộ công chức, nơi nhận, căn cứ luật, theo đề nghị,
trình độ chuyên môn, cấp xã, cấp tỉnh, cấp huyện, tỉnh ủy, thành ủy, huyện ủy, đảng ủy,
quyết định này, nghị định này, thông tư này, luật này, khoản này, điều này, người dân,
kinh tế xã hội, quốc phòng an ninh, đơn vị sự nghiệp, khoa học công nghệ, phát triển kinh tế,
cơ quan nhà nước, hiệu lực thi hành, kể từ ngày, chịu trách nhiệm, trách nhiệm thi hành,
chánh văn phòng, trưởng ban, phó trưởng ban, phó chủ tịch, phó giám đốc, tổng bí thư,
chính phủ điện tử, hồ sơ công việc, công tác cán bộ, xây dựng đảng, cấp ủy, chi bộ, đảng viên
""".replace("\n", " ").split(",")]

# titles inside a capitalised run
NOT_IN_NAME = set("ủy tịch trưởng thư đốc giám huyện tỉnh ngoại".split())
# titles and other words that follow "ông", "bà", "đồng chí" in capitals
NOT_FAMILY = set("""
chủ giám bộ thủ tổng phó trưởng bí thứ chánh đại thượng trung thiếu cục vụ sở ban
hội ủy viện thành tỉnh đảng quốc tiến thạc giáo bác luật tư chí đồng cả
hiệu thẩm kiểm thánh đức cha phật chúa trời nội ngoại đốc hai ba năm sáu bảy tám
chín mười út tây mỹ nga hàn việt nhà già tướng công cố cựu hòa sứ vua nam bắc
nữ chiến cộng xã thị phường quận huyện rịa nà trùm
bình hoa hoài hồng minh ngọc thanh thu trường trưng xuân vân
""".split())


# --------------------------------------------------------------------------
# Writing
# --------------------------------------------------------------------------

SOURCE = "counted in the training corpora named in dict/SOURCES.md"


def write(out, name, what, columns, rows, source=SOURCE):
    rows = ["\t".join(map(str, r)) for r in rows]
    text = "".join(f"# {line}\n" for line in (
        what, "columns: " + ", ".join(columns),
        "made by dict/tools/make-lexicons.py; do not edit by hand", "source: " + source))
    with open(os.path.join(out, name), "w", encoding="utf-8", newline="\n") as fh:
        fh.write(unicodedata.normalize("NFC", text + "".join(r + "\n" for r in rows)))
    print(f"{len(rows):7d}  {name}", file=sys.stderr)


def make_syllables(text, places, out):
    count = Counter({text.syllables[i]: c for i, c in text.n.items() if c >= 3})
    for word in OTHER_SYLLABLES:
        if text.lower[word] >= 3:
            count[word] = text.lower[word]
    listed = Counter(w for p in places for w in re.findall(r"[^\W\d_]+", p[1].lower()))
    for word, n in listed.items():
        if (len(word) > 1 and not syllable(word) and word not in NOT_NAMES
                and re.search(r"[aeiouy]", strip_marks(word))
                and not (word.isascii() and text.lower[word] > 300 and n < 10
                         and word not in OTHER_SYLLABLES)):
            count[word] = text.lower[word]
    write(out, "syllables.tsv",
          "Vietnamese syllables, lower case, old tone placement (hòa, thủy), seen 3 times or more; "
          "then syllables of place names outside the grammar, which may have count 0",
          ("syllable", "count"), sorted(count.items()))
    return set(count)


def pack(ids):
    key = 0
    for i in ids:
        key = key << 16 | i
    return key


def headwords(text, path):
    """Packed keys of the listed words, by number of syllables."""
    wanted = {2: set(), 3: set(), 4: set()}
    with open(path, encoding="utf-8") as fh:
        for line in fh:
            word = unicodedata.normalize("NFC", line.strip().lower()).replace("-", " ")
            ids = [text.number.get(syllable(w)) for w in word.split()]
            if 2 <= len(ids) <= 4 and None not in ids:
                wanted[len(ids)].add(pack(ids))
    return wanted


def make_words(text, wanted, count, capital, out):
    total = sum(text.n.values())
    known = wanted[2] | wanted[3] | wanted[4]

    def length(k):
        return 4 if k >> 48 else 3 if k >> 32 else 2

    def split(k):
        return [k >> s & 0xFFFF for s in range(16 * (length(k) - 1), -1, -16)]

    def times(ids):
        return text.n[ids[0]] if len(ids) == 1 else count.get(pack(ids), 0)

    def bond(k):
        """Pointwise mutual information over the weakest cut, in nats."""
        ids = split(k)
        best = math.inf
        for i in range(1, len(ids)):
            left, right = times(ids[:i]), times(ids[i:])
            if not left or not right:
                return -math.inf
            best = min(best, math.log(count[k] * total / (left * right)))
        return best

    listed = {k for k in known if count.get(k, 0) >= 10 and bond(k) > 0}
    # how often the first (last) syllable of a sequence is the tail (head) of a
    # word that begins before (ends after) it, or the sequence is part of one
    # longer sequence most of the time
    tail, head, bound = Counter(), Counter(), Counter()
    for k, c in count.items():
        n = length(k)
        if n < 3:
            continue
        mask = (1 << 16 * (n - 1)) - 1
        inner, outer = k & mask, k >> 16
        bound[inner] = max(bound[inner], c)
        bound[outer] = max(bound[outer], c)
        if k >> 16 * (n - 2) in listed:
            tail[inner] += c
        if k & 0xFFFFFFFF in listed:
            head[outer] += c
    begins, ends = Counter(), Counter()
    for k in listed:
        if length(k) == 2:
            begins[k >> 16] += count[k]
            ends[k & 0xFFFF] += count[k]
    found = set()
    empty = {text.number[w] for w in FUNCTION if w in text.number}
    for k, c in count.items():
        if c < 200 or k in known or capital.get(k, 0) * 2 > c:
            continue
        ids = split(k)
        if ids[0] in empty or ids[-1] in empty:
            continue
        if max(tail[k], head[k], bound[k]) * 2 > c:
            continue
        n = len(ids)
        lone_first = n == 2 or n == 3 and pack(ids[:2]) not in listed
        lone_last = n == 2 or n == 3 and pack(ids[1:]) not in listed
        if (lone_first and ends[ids[0]] > 0.6 * text.n[ids[0]]
                or lone_last and begins[ids[-1]] > 0.6 * text.n[ids[-1]]):
            continue
        if n == 3 and pack(ids[:2]) not in listed and pack(ids[1:]) not in listed:
            continue
        if n == 4:
            pairs = [pack(ids[i:i + 2]) for i in (0, 1, 2)]
            if not (pairs[0] in listed and pairs[2] in listed):
                continue
            # the cut runs through a word (bản chính|trị quốc)
            if pairs[1] in listed and bond(pairs[1]) > min(bond(pairs[0]), bond(pairs[2])):
                continue
            front, back = pack(ids[:3]), pack(ids[1:])
            if tail[front] * 2 > count.get(front, c) or head[back] * 2 > count.get(back, c):
                continue
        if bond(k) >= (3.5, 4.0, 4.0)[n - 2]:
            found.add(k)
    for phrase in SET_PHRASES:
        k = pack(map(text.number.__getitem__, phrase.split()))
        if count.get(k, 0) >= 200:
            found.add(k)
    found -= listed
    rows = sorted((" ".join(text.syllables[i] for i in split(k)), count[k])
                  for k in listed | found)
    print(f"{len(listed)} headwords supported, {len(found)} collocations", file=sys.stderr)
    write(out, "words.tsv",
          "words and set phrases of 2-4 syllables, lower case, old tone placement: dictionary words "
          "seen 10 times or more, and sequences that keep together (mutual information) seen 200 times "
          "or more", ("word", "count"), rows)


def misspelt(token, counts, factor=5):
    """True when another Đ/D or case variant is far more frequent."""
    fold = token.upper().replace("Đ", "D")
    return counts[token] * factor <= counts.best[fold]


class Best(Counter):
    """Counter that also knows the highest count per unmarked upper-case form."""

    def settle(self):
        self.best = Counter()
        for k, c in self.items():
            f = (k if isinstance(k, str) else "\t".join(k)).upper().replace("Đ", "D")
            self.best[f] = max(self.best[f], c)
        return self


def make_codes(text, out):
    parts, pairs = Best(), Best()
    for (first, sep, rest), c in text.codes.items():
        pairs["\t".join((first, sep, rest))] += c
        for p in [first] + re.split("[-/]", rest):
            parts[p] += c
    for p, c in text.lone.items():
        parts[p] += c
    parts.settle(), pairs.settle()
    bad = {p for p in parts if misspelt(p, parts)} | NOT_ABBREVIATIONS
    rows = []
    for pair, c in pairs.items():
        first, sep, rest = pair.split("\t")
        pieces = [first] + re.split("[-/]", rest)
        if c < 3 or misspelt(pair, pairs) or bad & set(pieces):
            continue
        if any(re.fullmatch("[IVX]+", p) for p in pieces):
            continue
        rows.append((first, sep, rest, c, "document" if first in DOCTYPES else "letter"))
    write(out, "codes.tsv",
          "letters of document codes (số/ký hiệu) such as 853/QĐ-BTP and 57-NQ/TW; form 'letter': no "
          "document type, the first part is the organ (5678/BTC-CST)",
          ("doctype or organ", "separator", "organ", "count", "form"), sorted(rows))
    organs = Counter()
    for first, sep, rest, c, form in rows:
        for p in re.split("[-/]", rest) + ([first] if form == "letter" else []):
            organs[p] += c
    return parts, organs, bad


def make_abbreviations(text, parts, organs, bad, out):
    total = Best()
    shape = re.compile(r"[A-ZĐ][A-ZĐƯ]*(?:(?<=T)[gr]|(?<=T)hS|S[gĩ])?[A-ZĐƯ]*")
    for tok, c in text.raw.items():
        if len(tok) > 1 and shape.fullmatch(tok) and sum(ch.isupper() for ch in tok) > 1:
            total[tok] += c
    for tok, c in text.ampersand.items():
        total[tok] += c
    for tok, c in parts.items():
        total[tok] = max(total[tok], c)
    total.settle()
    roman = re.compile(r"(?=.*[IVX])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
    rows = []
    for tok, c in total.items():
        known = tok in MEANING or tok in DOCTYPES
        if tok in bad and not known or tok in WORDS_IN_CAPITALS or roman.fullmatch(tok):
            continue
        if tok in DOCTYPES and (parts[tok] >= 3 or c >= 20):
            kind = "doctype"
        elif organs[tok] >= 5 or tok in MEANING and parts[tok] >= 3:
            kind = "organ"
        elif c >= 20 and len(tok) <= 10 and (known or not misspelt(tok, total, 10)):
            low = tok.lower()
            other = text.lower[low] - text.raw[tok]
            if not known and (syllable(low) or other * 2 > text.raw[tok] > 0
                              or parts_glued(low)):
                continue
            kind = "general"
        else:
            continue
        if len(tok) == 1 and tok not in DOCTYPES or re.fullmatch(r"[IVX]\d*", tok):
            continue
        rows.append((tok, c, kind, MEANING.get(tok) or DOCTYPES.get(tok) or "-"))
    write(out, "abbreviations.tsv",
          "abbreviations as printed; kind doctype = type of document in a code, organ = issuing organ "
          "or department in a code, general = elsewhere", ("abbreviation", "count", "kind", "meaning"),
          sorted(rows))
    return {r[0].lower() for r in rows}


def parts_glued(low):
    """True for syllables run together in a heading (CONGTY, BANHANH)."""
    return len(low) >= 6 and any(syllable(low[:i]) and syllable(low[i:]) and i > 1 and len(low) - i > 1
                                 for i in range(2, len(low) - 1))


LEVELS = ("thị trấn", "thị xã", "thành phố", "đặc khu", "phường", "xã", "huyện", "quận", "tỉnh")


def fold_case(word):
    """Old tone placement, capitals kept."""
    folded = syllable(word.lower())
    if not folded:
        return word
    return "".join(f.upper() if w.isupper() else f for f, w in zip(folded, word))


def place(full):
    low = unicodedata.normalize("NFC", full).strip()
    for level in LEVELS:
        if low.lower().startswith(level + " "):
            words = re.split(r"([^\W\d_]+)", re.sub(r"\s+", " ", low[len(level):].strip()))
            return level, "".join(map(fold_case, words))
    return None, low


def read_places(lists):
    rows = set()
    for era, name in (("2025", "places-2025.tsv"), ("before", "places-before-2025.tsv")):
        with open(os.path.join(lists, name), encoding="utf-8") as fh:
            next(fh)
            for line in fh:
                rank, full, above = (line.rstrip("\n").split("\t") + ["", ""])[:3]
                level, title = place(full)
                if not level:
                    raise SystemExit(f"{name}: no level word in {full!r}")
                parent = place(above.split(", ")[-1])[1] if above else "-"
                rank = "commune" if rank == "ward" else rank
                rows.add((rank, title, level, parent, era))
    return sorted(rows)


def make_places(places, out):
    write(out, "places.tsv",
          "administrative places of Viet Nam, before and since the mergers of 2025; old tone "
          "placement; a district's or commune's parent is its province",
          ("level", "name", "level word", "parent province", "era"), places,
          "thanglequoc/vietnamese-provinces-database (MIT) and madnh/hanhchinhvn (MIT); see dict/SOURCES.md")


def make_names(text, out):
    family, middle, given = Counter(), Counter(), Counter()
    seen = [defaultdict(set) for _ in range(3)]
    runs = []
    for name, c in sorted(text.names.items()):
        run = name.split(" ")
        # a single letter stands for a hidden name (Nguyễn Văn A)
        if len(run[-1]) == 1 and run[-1].isascii() and run[-1] != "y":
            continue
        if run[0] in NOT_FAMILY or NOT_IN_NAME & set(run[1:]):
            continue
        runs.append((run, c))
        family[run[0]] += c
        seen[0][run[0]].add(name)
    families = {w for w, c in family.items() if c >= 20 and len(seen[0][w]) >= 8}
    for run, c in runs:
        if run[0] not in families:
            continue
        given[run[-1]] += c
        seen[2][run[-1]].add((run[0], run[-2]))
        for w in run[1:-1]:
            middle[w] += c
            seen[1][w].add(run[-1])
    for name, counter, ok, what in (
            ("family-names.tsv", family, families, "family names"),
            ("middle-names.tsv", middle, {w for w in middle if len(seen[1][w]) >= 5}, "middle names"),
            ("given-names.tsv", given, {w for w in given if len(seen[2][w]) >= 5}, "given names")):
        rows = sorted((w.capitalize(), c) for w, c in counter.items() if c >= 20 and w in ok)
        write(out, name, what + " of persons, after ông, bà, đồng chí in capitalised runs of 2-4 "
              "syllables; old tone placement", ("name", "count"), rows)


def make_foreign(text, abbreviations, names, out):
    shapes = bare_shapes() | names
    forms = defaultdict(Counter)
    for tok, c in text.raw.items():
        if tok.isascii() and len(tok) >= 3:
            forms[tok.lower()][tok] += c
    rows = []
    for low, by in forms.items():
        c = sum(by.values())
        if c < 30 or low in shapes or low in abbreviations:
            continue
        if not re.search("[aeiouy]", low) or re.fullmatch("[ivxlc]+", low):
            continue
        form = min(by, key=lambda t: (-by[t], t))
        rows.append((low, c, form))
    rows = sorted(sorted(rows, key=lambda r: (-r[1], r[0]))[:8000])
    write(out, "foreign.tsv",
          "foreign or unaccented words to be left alone, ASCII letters only, never the bare shape of a "
          "Vietnamese syllable, seen 30 times or more", ("token", "count", "usual form in print"), rows)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--corpus", required=True, metavar="DIR", help="folder with *.txt")
    ap.add_argument("--lists", required=True, metavar="DIR", help="places and headwords")
    ap.add_argument("--out", required=True, metavar="DIR", help="where the lexicons go")
    args = ap.parse_args()
    files = sorted(glob.glob(os.path.join(args.corpus, "*.txt")))
    if not files:
        ap.error("no *.txt in " + args.corpus)
    os.makedirs(args.out, exist_ok=True)
    text = Text()
    text.read(files)
    wanted = headwords(text, os.path.join(args.lists, "words-74k.txt"))
    count, capital = ngrams(text, wanted, 200)
    make_all(text, wanted, count, capital, read_places(args.lists), args.out)


def make_all(text, wanted, count, capital, places, out):
    make_places(places, out)
    names = make_syllables(text, places, out)
    make_words(text, wanted, count, capital, out)
    abbreviations = make_abbreviations(text, *make_codes(text, out), out)
    make_names(text, out)
    make_foreign(text, abbreviations, names, out)


if __name__ == "__main__":
    main()
