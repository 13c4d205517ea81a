"""The gazetteer: what is in it, how places hang together, and what counts as a place name in a text."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import DataError
from corpus.places import COLUMNS, Places, load_places

HEADER = ",".join(COLUMNS)
PLACES = load_places()


def found(text: str) -> list[str]:
    return [mention.text for mention in PLACES.find_all(text)]


def meant(text: str) -> list[str]:
    return [PLACES.path(place.code) for place in PLACES.resolve(PLACES.find_all(text))]


class TestData:
    def test_every_row_of_the_shipped_data_is_sound(self) -> None:
        assert PLACES.problems() == []

    def test_all_provincial_prefecture_and_county_units_are_there(self) -> None:
        ranks = [place.rank for place in PLACES]
        counts = {rank: ranks.count(rank) for rank in set(ranks)}
        assert counts == {"province": 34, "city": 333, "county": 2847, "zone": 21}

    @pytest.mark.parametrize(
        ("code", "path"),
        [
            ("330782", "浙江省/金华市/义乌市"),
            ("419001", "河南省/济源市"),
            ("429004", "湖北省/仙桃市"),
            ("110105", "北京市/朝阳区"),
            ("500103", "重庆市/渝中区"),
            ("320500-SIP", "江苏省/苏州市/苏州工业园区"),
            ("510100-HT", "四川省/成都市/成都高新区"),
            ("810000", "香港特别行政区"),
            ("710000", "台湾省"),
            ("533100", "云南省/德宏傣族景颇族自治州"),
            ("999999", ""),
        ],
    )
    def test_a_place_hangs_below_its_parents(self, code: str, path: str) -> None:
        assert PLACES.path(code) == path

    @pytest.mark.parametrize(
        ("code", "short"),
        [
            ("150000", "内蒙古"),
            ("650000", "新疆"),
            ("320509", "吴江"),
            ("350405", "沙县"),
            ("222400", "延边"),
            ("533100", "德宏"),
            ("429021", "神农架"),
            ("140109", "万柏林"),
            ("310115", "浦东"),
            ("331127", "景宁"),
            ("340523", "和县"),
        ],
    )
    def test_the_short_name_is_the_everyday_one(self, code: str, short: str) -> None:
        place = PLACES.get(code)
        assert place is not None
        assert place.short == short

    @pytest.mark.parametrize(
        ("name", "pinyin"),
        [
            ("义乌", "yiwu"),
            ("重庆", "chongqing"),
            ("厦门", "xiamen"),
            ("乐清", "yueqing"),
            ("六安", "luan"),
            ("蚌埠", "bengbu"),
            ("台州", "taizhou"),
            ("东莞", "dongguan"),
            ("亳州", "bozhou"),
            ("长沙", "changsha"),
            ("丽水", "lishui"),
            ("宿州", "suzhou"),
            ("衢州", "quzhou"),
            ("歙县", "shexian"),
            ("张掖", "zhangye"),
            ("长治", "changzhi"),
            ("昌都", "changdu"),
            ("闵行", "minhang"),
            ("红寺堡", "hongsipu"),
            ("慈溪", "cixi"),
            ("成都高新区", "chengdugaoxinqu"),
        ],
    )
    def test_pinyin_reads_place_names_as_people_say_them(self, name: str, pinyin: str) -> None:
        assert pinyin in {place.pinyin for place in PLACES.by_name(name)}


class TestByName:
    @pytest.mark.parametrize("name", ["义乌市", "义乌"])
    def test_a_full_or_a_short_name_gives_the_place(self, name: str) -> None:
        assert [place.code for place in PLACES.by_name(name)] == ["330782"]

    @pytest.mark.parametrize(
        ("name", "code"),
        [("内蒙", "150000"), ("德宏州", "533100"), ("襄樊", "420600"), ("吴江市", "320509"), ("莱芜", "370116")],
    )
    def test_other_and_former_names_lead_to_the_place_of_today(self, name: str, code: str) -> None:
        assert [place.code for place in PLACES.by_name(name)] == [code]

    def test_a_name_of_several_places_gives_them_all_provinces_first(self) -> None:
        assert [place.name for place in PLACES.by_name("吉林")] == ["吉林省", "吉林市"]
        assert [place.name for place in PLACES.by_name("朝阳")] == ["朝阳市", "朝阳区", "朝阳县", "朝阳区"]
        assert {PLACES.path(place.code) for place in PLACES.by_name("鼓楼区")} == {
            "江苏省/南京市/鼓楼区",
            "江苏省/徐州市/鼓楼区",
            "福建省/福州市/鼓楼区",
            "河南省/开封市/鼓楼区",
        }

    def test_an_unknown_name_gives_nothing(self) -> None:
        assert PLACES.by_name("桃花源") == ()

    def test_names_lists_every_name_with_its_codes(self) -> None:
        names = PLACES.names()
        assert names["义乌"] == ("330782",)
        assert set(names["通州"]) == {"110112", "320612"}
        assert all(len(name) >= 2 for name in names)


class TestTree:
    def test_ancestors_come_nearest_first_without_the_place(self) -> None:
        assert [place.name for place in PLACES.ancestors("330782")] == ["金华市", "浙江省"]
        assert PLACES.ancestors("330000") == ()

    def test_within_holds_for_the_place_itself_and_everything_above(self) -> None:
        assert PLACES.within("320500-SIP", "320000")
        assert PLACES.within("330782", "330782")
        assert not PLACES.within("330782", "320000")
        assert not PLACES.within("000000", "330000")

    def test_province_is_the_top_of_the_path(self) -> None:
        tops = [PLACES.province(code) for code in ("330782", "110105", "340000")]
        assert [place.name for place in tops if place] == ["浙江省", "北京市", "安徽省"]
        assert PLACES.province("000000") is None

    def test_only_the_four_municipalities_are_municipalities(self) -> None:
        cities = [place.short for place in PLACES if PLACES.is_municipality(place.code)]
        assert cities == ["北京", "天津", "上海", "重庆"]

    def test_children_are_the_units_directly_below(self) -> None:
        assert "义乌市" in {place.name for place in PLACES.children("330700")}
        assert "义乌市" not in {place.name for place in PLACES.children("330000")}


class TestFindAll:
    def test_every_name_that_is_no_everyday_word_is_found_as_a_whole(self) -> None:
        missed = [
            name
            for place in PLACES
            for name in place.all_names
            if name not in place.common and [m.text for m in PLACES.find_all(name) if place in m.candidates] != [name]
        ]
        assert missed == []

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("义乌和永康哪个多", ["义乌", "永康"]),
            ("苏州工业园区省级呢", ["苏州工业园区"]),
            ("苏州市吴江区", ["苏州市", "吴江区"]),
            ("绍兴新昌", ["绍兴", "新昌"]),
            ("广东海丰", ["广东", "海丰"]),
            ("我厂在 SIP 里", ["SIP"]),
        ],
    )
    def test_the_longest_names_are_found_from_left_to_right(self, text: str, names: list[str]) -> None:
        assert found(text) == names

    @pytest.mark.parametrize(
        "text",
        [
            "资源综合利用",
            "资源税",
            "公安机关",
            "绿色通道",
            "新建项目",
            "新兴产业",
            "提高要求",
            "最高安全等级",
            "扩大连接",
            "创新会议",
            "推广元件",
            "按天津贴",
            "福田愿景",
            "大理石行业",
            "朝阳产业",
            "全国的国家级绿色工厂一次性奖励最高多少",
            "党和政府",
            "城区企业",
            "示范县创建",
            "SIPO 的通知",
        ],
    )
    def test_everyday_words_are_no_places(self, text: str) -> None:
        assert found(text) == []

    @pytest.mark.parametrize(
        ("text", "path"),
        [
            ("资源县", "广西壮族自治区/桂林市/资源县"),
            ("桂林资源", "广西壮族自治区/桂林市/资源县"),
            ("北京朝阳", "北京市/朝阳区"),
            ("深圳南山", "广东省/深圳市/南山区"),
            ("安徽和县", "安徽省/马鞍山市/和县"),
            ("成都的高新区", "四川省/成都市/成都高新区"),
        ],
    )
    def test_an_everyday_word_is_a_place_after_its_parent_or_with_its_suffix(self, text: str, path: str) -> None:
        assert meant(text) == [path]

    def test_a_word_after_a_province_stays_a_word(self) -> None:
        assert found("广西资源税") == ["广西"]

    def test_a_region_gives_its_places_with_one_span(self) -> None:
        mentions = PLACES.find_all("江浙沪的补贴")
        assert [mention.candidates[0].short for mention in mentions] == ["江苏", "浙江", "上海"]
        assert {(mention.start, mention.end) for mention in mentions} == {(0, 3)}

    def test_an_abbreviation_alone_is_no_place(self) -> None:
        assert found("浙企在皖投资") == []

    @given(st.text(alphabet=st.sampled_from("义乌市浙江苏州工业园区的吉林省SIP 资源县\n😀𠮷、"), max_size=40))
    def test_spans_lie_inside_the_text_and_hold_the_name(self, text: str) -> None:
        mentions = PLACES.find_all(text)
        assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
        assert all(mention.candidates for mention in mentions)
        assert list(mentions) == sorted(mentions, key=lambda mention: mention.start)

    @settings(max_examples=30)
    @given(st.text(max_size=60))
    def test_no_text_breaks_it(self, text: str) -> None:
        PLACES.resolve(PLACES.find_all(text))

    def test_a_long_text_takes_time_in_proportion(self) -> None:
        text = "我公司在浙江省义乌市，想了解国家级绿色工厂的一次性奖励。" * 400
        begin = time.process_time()
        assert len(found(text)) == 800
        assert time.process_time() - begin < 1


class TestResolve:
    @pytest.mark.parametrize(
        ("text", "paths"),
        [
            ("盐城市亭湖区给多少", ["江苏省/盐城市/亭湖区"]),
            ("浙江省金华市义乌市", ["浙江省/金华市/义乌市"]),
            ("云南大理", ["云南省/大理白族自治州"]),
            ("大理市", ["云南省/大理白族自治州/大理市"]),
            ("黄山徽州", ["安徽省/黄山市/徽州区"]),
            ("吉林的补贴", ["吉林省"]),
            ("海南那边", ["海南省"]),
            ("南京鼓楼区和徐州鼓楼区", ["江苏省/南京市/鼓楼区", "江苏省/徐州市/鼓楼区"]),
            ("江苏的企业，工厂在通州", ["江苏省", "江苏省/南通市/通州区"]),
            ("义乌和浙江哪个高", ["浙江省/金华市/义乌市", "浙江省"]),
            ("浙江和义乌哪个高", ["浙江省", "浙江省/金华市/义乌市"]),
            ("浙江、义乌", ["浙江省", "浙江省/金华市/义乌市"]),
            ("浙江的义乌", ["浙江省/金华市/义乌市"]),
            ("浙江（义乌）", ["浙江省/金华市/义乌市"]),
            ("义乌（浙江）", ["浙江省/金华市/义乌市"]),
            ("慈溪的企业，慈溪市财政给多少", ["浙江省/宁波市/慈溪市"]),
        ],
    )
    def test_mentions_mean_the_places_a_reader_would_take(self, text: str, paths: list[str]) -> None:
        assert meant(text) == paths

    def test_what_the_text_does_not_settle_stays_several(self) -> None:
        assert meant("鼓楼区的企业") == [
            "江苏省/南京市/鼓楼区",
            "江苏省/徐州市/鼓楼区",
            "福建省/福州市/鼓楼区",
            "河南省/开封市/鼓楼区",
        ]


class TestBrokenData:
    def test_a_wrong_header_names_the_row_and_what_it_should_be(self) -> None:
        with pytest.raises(DataError, match=r"places\.csv 第 1 行：表头应为 code,name"):
            Places("code,name\n110000,北京市\n")

    def test_a_code_given_twice_names_both_rows(self) -> None:
        row = "110000,北京市,北京,,province,,京,beijing,beijingshi,"
        with pytest.raises(DataError, match="第 3 行 code 列：“110000”与第 2 行重复"):
            Places(f"{HEADER}\n{row}\n{row}\n")

    def test_a_missing_cell_names_the_row(self) -> None:
        places = Places(f"{HEADER}\n110000,北京市,北京,,province\n")
        with pytest.raises(DataError, match="第 2 行：应有 10 列，实有 5 列"):
            places.get("110000")

    def test_an_unknown_rank_names_row_and_column(self) -> None:
        places = Places(f"{HEADER}\n110000,北京市,北京,,capital,,京,beijing,beijingshi,\n")
        with pytest.raises(DataError, match="第 2 行 rank 列：“capital”"):
            places.get("110000")

    def test_problems_collects_what_each_row_breaks(self) -> None:
        rows = [
            "110000,北京市,北京,,province,,京,Beijing,beijingshi,",
            "330782,义乌市,义,330700,county,,,yiwu,yiwushi,",
        ]
        assert Places("\n".join([HEADER, *rows])).problems() == [
            "places.csv 第 2 行 pinyin 列：“Beijing”应为不带声调的小写拼音",
            "places.csv 第 3 行 parent 列：没有代码为“330700”的地区",
            "places.csv 第 3 行 short 列：名称至少两个字",
        ]

    def test_an_unknown_kind_of_word_names_its_row(self) -> None:
        places = Places(
            HEADER + "\n110000,北京市,北京,,province,,京,beijing,beijingshi,", "kind,words,codes\nsaying,a,b\n"
        )
        with pytest.raises(DataError, match=r"place_words\.csv 第 2 行 kind 列：“saying”"):
            places.find_all("北京")


def test_loading_reads_no_heavy_module() -> None:
    script = "import sys; from corpus.places import load_places; load_places().find_all('义乌'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"jieba", "whoosh", "textual", "tomllib", "csv", "importlib.resources", "pkg_resources"} & set(loaded)
