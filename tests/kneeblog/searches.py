"""A small clinic's pages, and what visitors look for: which pages must be found, which must not, which comes first."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    title: str
    introduction: str
    heading: str
    body: str
    language: str = "ja"


PAGES = {
    "oa": Text(
        "変形性膝関節症とは",
        "軟骨がすり減り、立ち上がりや歩き始めに痛みが出る病気です。",
        "原因は加齢だけではありません",
        "体重の増加やO脚も関係します。ヒアルロン酸の注射を受けた方は約３０％でした。",
    ),
    "meniscus": Text(
        "半月板損傷の症状と治療",
        "スポーツ中に膝をひねって起こることが多いけがです。",
        "MRIで分かること",
        "ロッキングといって、急に曲げ伸ばしができなくなることがあります。",
    ),
    "acl": Text(
        "前十字靱帯損傷",
        "ジャンプの着地で「ブチッ」と音がした、という方が多くいらっしゃいます。",
        "手術をするか、しないか",
        "靭帯の再建術のあとは、半年ほどリハビリテーションを続けます。",
    ),
    "water": Text(
        "膝に水がたまるのはなぜ？",
        "水を抜くと癖になる、という話は本当でしょうか。",
        "関節液のはたらき",
        "炎症が続くと関節水腫になります。水曜日と土曜日に注射の外来があります。",
    ),
    "prp": Text(
        "PRP療法（多血小板血漿療法）",
        "ご自身の血液から取り出した成分を関節に注射します。",
        "料金とリスク",
        "自由診療です。１回の費用は診察で説明します。PRP-FDという方法もあります。",
    ),
    "stairs": Text(
        "階段を下りるときのひざの痛み",
        "ひざのお皿のまわりが痛い方は、太ももの前の筋肉が弱っているかもしれません。",
        "家でできる体操",
        "椅子に座って膝を伸ばし、５秒止めます。ヒザに熱があるときは休みます。",
    ),
    "gout": Text(
        "偽痛風とは",
        "急に膝が腫れて熱を持ちます。",
        "痛風との違い",
        "結晶の種類が違います。ピロリン酸カルシウムが原因です。",
    ),
    "mri": Text(
        "MRI検査の受け方",
        "ペースメーカーをお使いの方は検査を受けられません。",
        "検査にかかる時間",
        "およそ２０分から３０分です。骨や靱帯の様子が分かります。",
    ),
    "access": Text(
        "年末年始の休診のお知らせ",
        "12月29日から1月3日まで休診します。",
        "電話でのお問い合わせ",
        "留守番電話に伝言を残してください。𠮷田が折り返します。",
    ),
    "knee-en": Text(
        "Knee osteoarthritis",
        "Cartilage wears down, and the first steps after sitting hurt.",
        "Which injuries lead to it",
        "An old meniscus tear or Böhler's exercises done wrong. Ask about PRP and MRIs.",
        "en",
    ),
    "ligament-en": Text(
        "ACL injury",
        "The ligament in the middle of the knee.",
        "After surgery",
        "Walking with crutches for two weeks.",
        "en",
    ),
    "knee-ko": Text(
        "무릎 통증이 계속될 때",
        "계단을 내려갈 때 아픈 분이 많습니다.",
        "치료 방법",
        "주사 치료와 운동을 함께 합니다.",
        "ko",
    ),
}


class Search(NamedTuple):
    query: str
    found: str  # pages that must be found, the best first where there is a ">"
    hidden: str = ""  # pages that must not be found
    language: str = "ja"


SEARCHES = [
    # Words inside sentences and titles
    Search("軟骨", "oa", "meniscus acl prp"),
    Search("膝関節", "oa", "meniscus acl prp"),
    Search("関節症", "oa", "water prp gout"),
    Search("変形性膝関節症", "oa", "water prp stairs gout"),
    Search("立ち上がり", "oa", "stairs"),
    Search("曲げ伸ばし", "meniscus", "stairs"),
    Search("リハビリ", "acl", "meniscus"),
    Search("休診", "access", "water"),
    Search("外来", "water", "access"),
    Search("再建術", "acl", "meniscus"),
    Search("留守番電話", "access"),
    Search("お知らせ", "access", "oa"),
    Search("すり減り", "oa", "acl"),
    Search("ブチッ", "acl", "oa"),
    # One and two characters
    Search("膝", "meniscus water stairs gout oa", "access mri"),
    Search("水", "water", "oa meniscus"),
    Search("骨", "oa mri", "access gout"),
    Search("痛", "oa stairs gout", "access mri"),
    Search("炎", "water", "oa acl"),
    Search("痛み", "oa stairs", "gout acl"),
    Search("注射", "oa water prp", "acl"),
    Search("手術", "acl", "meniscus oa"),
    Search("検査", "mri", "prp"),
    Search("費用", "prp", "mri"),
    Search("熱", "stairs gout", "water"),
    Search("癖", "water", "oa"),
    Search("𠮷田", "access", "mri"),
    Search("𠮷", "access", "mri"),
    # Kana, kanji, and the glossary's spellings
    Search("ひざ", "stairs meniscus water gout", "access mri"),
    Search("ヒザ", "stairs meniscus water", "access mri"),
    Search("ﾋｻﾞ", "stairs meniscus water", "access mri"),
    Search("靱帯", "acl mri", "oa"),
    Search("靭帯", "acl mri", "oa"),
    Search("じんたい", "acl mri", "oa"),
    Search("前十字靭帯", "acl", "mri"),
    Search("ACL損傷", "acl", "meniscus mri"),
    Search("へんけいせいひざかんせつしょう", "oa", "water"),
    Search("膝OA", "oa", "acl"),
    Search("はんげつばん", "meniscus", "acl"),
    Search("メニスカス", "meniscus", "acl"),
    Search("めにすかす", "meniscus", "acl"),
    Search("関節水腫", "water", "oa"),
    Search("膝の水", "water", "access"),
    Search("ろっきんぐ", "meniscus", "acl"),
    Search("お皿の痛み", "stairs"),
    Search("膝のお皿", "stairs", "oa"),
    Search("関節軟骨", "", "oa"),  # 軟骨 says less
    Search("CPPD", "gout", "oa"),
    # Width, case, forms of signs
    Search("ＰＲＰ", "prp", "oa mri"),
    Search("prp療法", "prp", "oa"),
    Search("PRP-FD", "prp", "oa"),
    Search("mri", "mri > meniscus", "oa"),
    Search("30%", "oa", "access"),
    Search("O脚", "oa", "meniscus"),
    Search("Ｏ脚", "oa", "meniscus"),
    Search("12月29日", "access", "mri"),
    # Several words, all of which must be there
    Search("膝 注射", "water", "prp mri access"),
    Search("膝　腫れ", "gout", "oa"),
    Search("注射、水", "water", "prp oa"),
    Search("痛風 違い", "gout", "oa"),
    Search("半月板 ＭＲＩ", "meniscus", "mri"),
    Search("痛風", "gout", "oa"),
    # What is written of a word in its title comes first
    Search("偽痛風", "gout", "oa"),
    Search("MRI検査", "mri", "meniscus"),
    # Other languages on the Japanese pages
    Search("meniscus", "meniscus", "acl knee-en"),
    Search("Knee Osteoarthritis", "oa", "knee-en"),
    # A sentence that stands nowhere: the words in it
    Search("膝が急に腫れてしまいました", "gout", "oa stairs"),
    # English
    Search("knee", "knee-en > ligament-en", "oa", "en"),
    Search("knees", "knee-en ligament-en", "", "en"),
    Search("injury", "ligament-en > knee-en", "", "en"),
    Search("injuries", "ligament-en knee-en", "", "en"),
    Search("bohler", "knee-en", "ligament-en", "en"),
    Search("MRI", "knee-en", "ligament-en", "en"),
    Search("liga", "ligament-en", "knee-en", "en"),
    Search("age", "", "knee-en ligament-en", "en"),  # inside cartilage
    Search("変形性膝関節症", "knee-en", "ligament-en", "en"),
    Search("walk crutches", "ligament-en", "knee-en", "en"),
    # Korean
    Search("무릎", "knee-ko", "", "ko"),
    Search("계단", "knee-ko", "", "ko"),
    Search("통증", "knee-ko", "", "ko"),
    # Nothing, and signs that mean something to a database
    Search("存在しない言葉", "", "oa meniscus acl water prp stairs gout mri access"),
    Search("。、", "", "oa"),
    Search('"膝', "meniscus", "access"),
    Search("膝' OR '1'='1", "", "access mri"),
    Search("NEAR(膝 水)", "", "access"),
    Search("膝*", "meniscus", "access"),
    Search("膝 & | ! <-> :*", "meniscus", "access"),
    Search("%", "", "oa access"),
    Search("😀膝", "meniscus", "access"),
]
