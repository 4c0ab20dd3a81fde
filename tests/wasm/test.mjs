// usage: test.mjs PACKAGE VNFIX MODEL TEXT...
// The package against the command line, to the byte, on files; and what the interface promises.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, vnfix, model, ...files] = process.argv.slice(2);
const { load, VnfixError } = await import(pathToFileURL(`${folder}/vnfix.mjs`));
const engine = await load();
const strict = new TextDecoder("utf-8", { fatal: true });

let words = 0, edits = 0;
for (const file of files) {
	const text = strict.decode(readFileSync(file));
	const wanted = execFileSync(vnfix, ["-q", "--text", `--model=${model}`, file], { maxBuffer: 1 << 26 });
	const fixer = engine.fixer();
	const result = fixer.run(text);
	assert.equal(result.text, wanted.toString(), file);
	// The edits make the one text of the other, and the words are where they are said to be.
	let made = "", at = 0;
	for (const edit of result.edits) {
		assert.equal(text.slice(edit.begin, edit.end), edit.before);
		assert.equal(result.text.slice(edit.outBegin, edit.outEnd), edit.after);
		assert.ok(edit.confidence >= 0 && edit.confidence <= 1 && edit.kind);
		made += text.slice(at, edit.begin) + edit.after;
		at = edit.end;
	}
	assert.equal(made + text.slice(at), result.text);
	for (const word of result.words)
		assert.ok(result.text.slice(word.outBegin, word.outEnd).includes(word.text)); // or a whole change
	words += result.words.length;
	edits += result.edits.length;
	assert.equal(fixer.fix(text), result.text);
	fixer.close();
	assert.throws(() => fixer.fix(text), /closed/);
}
assert.ok(words > 100 && edits > 100);

assert.match(engine.version, /^\d+\.\d+\.\d+/);
assert.equal(engine.fix(""), "");
assert.equal(engine.fix("𝒳 a\u0301 😀 b\0c", { only: "normalise" }), "𝒳 á 😀 b\0c");
assert.equal(engine.fix("hòa thủy", { tone: "new" }), "hoà thuỷ");
const fixer = engine.fixer({ assume: "bare" });
assert.equal(fixer.run("uy ban nhan dan tinh").assumed, "bare");
assert.equal(fixer.fix("uy ban nhan dan tinh"), "ủy ban nhân dân tỉnh");
fixer.set("min-confidence", 1);
fixer.set("min-confidence", null);
assert.throws(() => fixer.set("assume", "klingon"), (e) => e instanceof VnfixError && /klingon/.test(e.message));
assert.throws(() => fixer.set("dict", "/etc/passwd"), /no files/);
assert.throws(() => engine.fixer({ nonsense: 1 }), VnfixError);
assert.equal(fixer.fix("uy ban"), "ủy ban");
await assert.rejects(load({ model: new Uint8Array(64) }), VnfixError);
const page = readFileSync(files[0], "utf8");
const held = [0, 1].map(() => {
	for (let i = 0; i < 60; i++)
		engine.fix(page, { assume: "eng" });
	return engine.memory;
});
assert.equal(held[1], held[0], "handles and results are freed");
console.log(`${files.length} files, ${words} words, ${edits} edits: as on the command line`);
