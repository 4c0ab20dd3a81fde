"""The Python binding: run with VNFIX_LIBRARY, VNFIX_MODEL and PYTHONPATH set, as meson does."""
import importlib.util
import os
import pickle
import subprocess
import sys
import threading
import unittest
from pathlib import Path

import vnfix

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "corpus" / "ocr").glob("*_eng.ocr.txt"))[:3]
PAGE = PAGES[0].read_text(encoding="utf-8")


def setUpModule():
    if not os.path.exists(os.environ["VNFIX_MODEL"]):
        raise unittest.SkipTest("no model: see HACKING.md")


class Texts(unittest.TestCase):
    def test_a_line(self):
        self.assertEqual(vnfix.fix("d6i méi sang tao va chuyén d6i sé qudc gia"),
                         "đổi mới sáng tạo và chuyển đổi số quốc gia")

    def test_bytes_stay_bytes(self):
        self.assertEqual(vnfix.fix(PAGE.encode()), vnfix.fix(PAGE).encode())

    def test_same_as_the_tool(self):
        tool = os.environ.get("VNFIX")
        if not tool:
            self.skipTest("no VNFIX")
        for page in PAGES:
            run = subprocess.run([tool, "--no-config", "-q", f"--model={os.environ['VNFIX_MODEL']}"],
                                 input=page.read_bytes(), stdout=subprocess.PIPE, check=True)
            self.assertEqual(vnfix.fix(page.read_bytes()), run.stdout)

    def test_odd_texts(self):
        for text in ["", "\n", "\0", "a\0b", "\udc80\udcff", "a\ud800b", "😀 x", "\ufeffa\r\n"]:
            self.assertEqual(vnfix.fix(text, only="protect"), text)
            self.assertEqual("".join(vnfix.Fixer(only="protect").run(text).text), text)

    def test_not_a_text(self):
        for wrong in [None, 5, ["a"]]:
            with self.assertRaises(TypeError):
                vnfix.fix(wrong)


class Settings(unittest.TestCase):
    def test_wrong_ones(self):
        with self.assertRaises(vnfix.Error) as caught:
            vnfix.Fixer(assume="latin")
        self.assertEqual(caught.exception.status, 1)
        self.assertIn("bare", str(caught.exception))
        with self.assertRaises(vnfix.Error):
            vnfix.Fixer(colour="red")
        with self.assertRaises(vnfix.Error) as caught:
            vnfix.Fixer(model="/nowhere/vnfix.model")
        self.assertEqual(pickle.loads(pickle.dumps(caught.exception)).status, 5)

    def test_they_are_used(self):
        with vnfix.Fixer(assume="clean") as fixer:
            self.assertEqual(fixer.fix("d6i méi"), "d6i méi")
        with vnfix.Fixer(assume="bare", protect=["tinh", "huyen"]) as fixer:
            self.assertEqual(fixer.fix("uy ban nhan dan tinh"), "ủy ban nhân dân tinh")

    def test_a_field_of_records(self):
        record = '{"id": 7,  "text": "hoi dong", "body": "uy ban nhan dan"}\n'
        with vnfix.Fixer(assume="bare", input_format="ndjson", field="body") as fixer:
            self.assertEqual(fixer.fix(record), record.replace("uy ban nhan dan", "ủy ban nhân dân"))
            self.assertEqual(list(fixer.fix_many([record] * 3, threads=2)), [fixer.fix(record)] * 3)
        with self.assertRaises(vnfix.Error):
            vnfix.Fixer(field="x" * 256)

    def test_closed(self):
        fixer = vnfix.Fixer()
        fixer.close()
        fixer.close()
        with self.assertRaises(ValueError):
            fixer.fix("a")


class Results(unittest.TestCase):
    def check(self, text, result):
        """The edits take the text to the new one and back, and all spans are those of their words."""
        empty = text[:0]
        was, now, at, out = [], [], 0, 0
        for e in result.edits:
            was += [text[at:e.begin], result.text[e.out_begin:e.out_end]]
            now += [result.text[out:e.out_begin], text[e.begin:e.end]]
            at, out = e.end, e.out_end
        self.assertEqual(empty.join(was + [text[at:]]), result.text)
        self.assertEqual(empty.join(now + [result.text[out:]]), text)

    def test_edits(self):
        for text in [PAGE, PAGE.encode(), "😀 d6i méi\n\ndoi moi \udcff d6i"]:
            result = vnfix.Fixer(assume="eng").run(text)
            self.check(text, result)
            self.assertTrue(result.edits)
            for e in result.edits:
                self.assertTrue(0 <= e.confidence <= 1)
                self.assertTrue(e.causes)
        for e in vnfix.Fixer().run(PAGE).edits:
            self.assertEqual(PAGE[e.begin:e.end], e.before)

    def test_words(self):
        result = vnfix.Fixer().run(PAGE)
        self.assertTrue(any(w.alternatives for w in result.words))
        for w in result.words:
            # The span has the whole of a change that touches the word.
            self.assertIn(w.text, result.text[w.out_begin:w.out_end])
        self.assertEqual(result.summary.assumed, "eng")
        self.assertEqual(result.summary.bytes_in, len(PAGE.encode()))


    def test_passages(self):
        self.assertEqual(vnfix.Fixer().run(PAGE).passages, ())
        result = vnfix.Fixer(nbest=5).run(PAGE)
        self.assertEqual(result.text, vnfix.fix(PAGE))
        self.assertTrue(result.passages)
        for p in result.passages:
            self.assertIn(p.text, result.text[p.out_begin:p.out_end])
            texts = [r.text for r in p.readings]
            self.assertEqual(len(set(texts)), len(texts))
            self.assertEqual([r.cost for r in p.readings], sorted(r.cost for r in p.readings))
            self.assertEqual(p.readings[0].cost, 0)
        at_top = sum(p.readings[0].text == p.text for p in result.passages)
        self.assertGreater(at_top, len(result.passages) / 2)


class Many(unittest.TestCase):
    def test_in_order(self):
        texts = [page.read_text(encoding="utf-8") for page in PAGES] * 3
        fixer = vnfix.Fixer()
        alone = [fixer.fix(text) for text in texts]
        self.assertEqual(list(fixer.fix_many(iter(texts), threads=3)), alone)
        self.assertEqual(list(fixer.fix_many([], threads=3)), [])

    def test_left_early(self):
        fixer = vnfix.Fixer()
        many = fixer.fix_many(("d6i méi" for _ in iter(int, 1)), threads=2)
        self.assertEqual(next(many), fixer.fix("d6i méi"))
        many.close()

    def test_threads_share(self):
        fixer, alone, seen = vnfix.Fixer(), vnfix.fix(PAGE), []
        threads = [threading.Thread(target=lambda: seen.append(fixer.fix(PAGE))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(seen, [alone] * 4)

    def test_pickled(self):
        fixer = pickle.loads(pickle.dumps(vnfix.Fixer(assume="bare")))
        self.assertEqual(fixer.fix("uy ban nhan dan"), "ủy ban nhân dân")


class Examples(unittest.TestCase):
    def run_example(self, name, *arguments, text=None):
        return subprocess.run([sys.executable, str(ROOT / "python" / "examples" / name), *arguments],
                              input=text, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout

    def test_script(self):
        out = self.run_example("doubtful.py", str(PAGES[0]))
        self.assertIn("\t", out)

    def test_map(self):
        self.assertIn("ủy ban nhân dân", self.run_example("dataset_map.py"))

    def test_beside_others(self):
        """Those whose library is installed."""
        for library, name, wanted in (("pandas", "pandas_column.py", "ủy ban nhân dân"),
                                      ("spacy", "spacy_pipe.py", "hội đồng nhân dân xã."),
                                      ("underthesea", "underthesea_words.py", "nông_dân")):
            with self.subTest(library):
                if not importlib.util.find_spec(library):
                    self.skipTest(f"{library} is not installed")
                self.assertIn(wanted, self.run_example(name))

    def test_lines(self):
        out = self.run_example("json_lines.py", "body", text='{"id":7,"body":"uy ban nhan dan"}\n')
        self.assertEqual(out, '{"id": 7, "body": "ủy ban nhân dân"}\n')


if __name__ == "__main__":
    unittest.main()
