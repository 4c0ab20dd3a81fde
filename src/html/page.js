/* The review page of vnfix. Reads the islands of data, draws only what is seen, keeps decisions until
   they are saved as a list for "vnfix --apply". Text of documents only ever becomes text nodes. */
"use strict";
(() => {
const ITEM = 46; /* pixels of an entry of the list, as in the style */
const BLOCK = 50; /* rows of text that are drawn together */
const SURE = 10000;
const PRINTED = 2000; /* entries of the list on paper */
const KINDS = ["letters", "marks", "case", "signs", "number", "form"];

const WORDS = {
	en: { doubts: "Doubtful", numbers: "Numbers", names: "Names", all: "All", place: "by place",
		open: "Open list", save: "Save list", find: "find", files: "files",
		changes: "changes", doubtful: "doubtful words", left: "left as it was read",
		sure: "sure", other: "also possible", yes: "Right", no: "Wrong", instead: "instead",
		clear: "Undecided", same: "The same everywhere", none: "Nothing here.", decided: "decided",
		unfit: "Decisions that fit no change here: ",
		unread: "Lines of the list that cannot be read: ", failed: "not finished",
		keys: "j k: next, previous · y n: right, wrong · 1-4: another reading · " +
			"e: type what is right · a: the same everywhere · u: undecided · t: next list · s: save", letters: "letters", marks: "marks", case: "case",
		signs: "signs", number: "numbers", form: "form", lang: "Tiếng Việt" },
	vi: { doubts: "Nghi ngờ", numbers: "Số", names: "Tên riêng", all: "Tất cả",
		place: "theo vị trí", open: "Mở danh sách", save: "Lưu danh sách", find: "tìm",
		files: "tệp", changes: "chỗ sửa", doubtful: "từ nghi ngờ",
		left: "giữ nguyên như đã đọc", sure: "chắc", other: "cũng có thể",
		yes: "Đúng", no: "Sai", instead: "thay bằng", clear: "Chưa quyết", same: "Như vậy ở mọi chỗ", none: "Không có gì.",
		decided: "đã quyết", unfit: "Quyết định không khớp chỗ nào: ",
		unread: "Dòng trong danh sách không đọc được: ",
		failed: "chưa xong", keys: "j k: sau, trước · y n: đúng, sai · 1-4: cách đọc khác · " +
			"e: gõ chữ đúng · a: như vậy ở mọi chỗ · u: chưa quyết · t: danh sách kế · s: lưu", letters: "chữ", marks: "dấu",
		case: "hoa thường", signs: "dấu câu", number: "số", form: "dạng mã",
		lang: "English" },
};
let words = (navigator.language || "").startsWith("vi") ? WORDS.vi : WORDS.en;

const byId = (id) => document.getElementById(id);

function make(tag, name, text) {
	const node = document.createElement(tag);
	if (name)
		node.className = name;
	if (text !== undefined)
		node.textContent = text;
	return node;
}

/* Bytes that are no UTF-8 come as a pair: what is shown, and base64. */
const shown = (bytes) => Array.isArray(bytes) ? bytes[0] : bytes;

/* Characters that are not seen, or that turn the direction of the text around them. */
const ODD = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd]/;

/* Adds TEXT to NODE, odd characters by their numbers. */
function put(node, text) {
	let rest = text;
	for (let at; (at = rest.search(ODD)) >= 0; rest = rest.slice(at + 1)) {
		if (at)
			node.append(rest.slice(0, at));
		const code = rest.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0");
		node.append(make("span", "odd", code === "000A" ? "\u21b5" : code));
	}
	if (rest)
		node.append(rest);
	return node;
}

/* The data. */
const islands = (name) => [...document.querySelectorAll("script." + name)];
const run = JSON.parse(islands("run")[0].textContent);
const changeIslands = islands("changes"), textIslands = islands("text");
const besideIslands = islands("beside");
const docs = islands("document").map((island) => JSON.parse(island.textContent));
const changes = []; /* of all docs, in their order */
docs.forEach((doc, index) => {
	doc.first = changes.length;
	doc.texts = null;
	for (const [line, begin, end, outBegin, outEnd, before, after, kind, name, doubtful, confidence,
		causes, others, source = before, written = after, inner = false, style = 0] of JSON.parse(changeIslands[index].textContent))
		changes.push({ id: changes.length, doc, line, begin, end, outBegin, outEnd, before,
			after, kind, name, doubtful, confidence, causes, others, doubt: after === null,
			source, written, inner, style,
			verdict: "", instead: null });
	doc.last = changes.length;
});

const isUnsure = (change) => change.doubtful;

const TABS = {
	doubts: isUnsure,
	numbers: (change) => change.kind === "number",
	names: (change) => change.name,
	all: () => true,
};

/* What is being looked at. */
const state = { tab: "doubts", kinds: new Set(KINDS), find: "", listed: [], now: -1, saved: true };
if (!changes.some(isUnsure))
	state.tab = "all";

function shade(change) {
	let name = "c";
	if (change.doubt)
		name += " doubt";
	else
		name += change.confidence >= 9800 ? " s0" : change.confidence >= 9000 ? " s1" :
			change.confidence >= 6000 ? " s2" : " s3";
	if (change.kind === "number")
		name += " number";
	if (change.name)
		name += " name";
	return name + (change.verdict ? " " + change.verdict : "");
}

const percent = (confidence) => (Math.floor(confidence / (SURE / 1000)) / 10).toString() + " %";

/* What stands in the text, as far as it is decided. */
function textOf(change) {
	if (change.verdict === "instead")
		return change.instead;
	return change.doubt ? change.before : change.after;
}

/* The list: a window over fixed heights. */
const list = byId("list"), inner = byId("list-inner");

function relist() {
	const current = state.listed[state.now];
	const find = state.find.normalize("NFC").toLowerCase();
	const wanted = TABS[state.tab];
	state.listed = changes.filter((change) => wanted(change) &&
		(change.doubt || state.kinds.has(change.kind)) &&
		(!find || (shown(change.before) + " " + shown(change.after || ""))
			.normalize("NFC").toLowerCase().includes(find)));
	if (!byId("place").checked)
		state.listed.sort((a, b) => (b.doubt - a.doubt) || a.confidence - b.confidence ||
			a.id - b.id);
	state.now = state.listed.indexOf(current); /* none, perhaps */
	inner.style.height = state.listed.length * ITEM + "px";
	drawList();
}

function itemOf(index) {
	const change = state.listed[index];
	const item = make("div", "item" + (index === state.now ? " now" : ""));
	const where = make("span", "where");
	item.append(make("span", "mark",
		{ yes: "\u2713", no: "\u2717", instead: "\u270e" }[change.verdict] || ""));
	put(where, shown(change.doc.file) + ":" + change.line);
	where.append(" \u00b7 " + percent(change.confidence));
	item.append(where);
	item.append(put(make("span", change.doubt ? "c doubt" : "c old"), shown(change.before)));
	if (!change.doubt)
		item.append(" \u2192 ", put(make("span", shade(change)), shown(change.after)));
	item.dataset.index = index;
	item.setAttribute("role", "option");
	return item;
}

function drawList(all) {
	const first = all ? 0 : Math.max(0, Math.floor(list.scrollTop / ITEM) - 5);
	const count = all ? PRINTED : Math.ceil(list.clientHeight / ITEM) + 10;
	const last = Math.min(state.listed.length, first + count);
	const items = [];
	for (let index = first; index < last; index++) {
		const item = itemOf(index);
		item.style.top = index * ITEM + "px";
		items.push(item);
	}
	if (!state.listed.length)
		items.push(make("div", "empty", words.none));
	inner.replaceChildren(...items);
}

/* The text: blocks of rows, filled when they come near. */
const text = byId("text"), blocks = [];
const watcher = new IntersectionObserver((entries) => {
	for (const entry of entries)
		entry.isIntersecting ? fill(entry.target) : drain(entry.target);
}, { root: text, rootMargin: "1500px 0px" });

function rowsOf(doc) {
	if (!doc.texts)
		doc.texts = JSON.parse(textIslands[docs.indexOf(doc)].textContent);
	return doc.texts;
}

function nodeOf(change, old) {
	const node = put(make("span", old && !change.doubt ? "c old" : shade(change)),
		shown(old ? change.before : textOf(change)));
	node.dataset.id = change.id;
	if (!node.firstChild)
		node.append("\u2038");
	if (change.id === currentId())
		node.classList.add("now");
	return node;
}

function rowOf(doc, row) {
	const node = make("div", "row"), old = make("div"), fresh = make("div");
	for (const piece of row.slice(1)) {
		if (typeof piece === "string") {
			put(old, piece);
			put(fresh, piece);
		} else {
			old.append(nodeOf(changes[doc.first + piece], true));
			fresh.append(nodeOf(changes[doc.first + piece], false));
		}
	}
	node.append(make("div", "number", row[0]), old, fresh);
	return node;
}

function fill(block) {
	if (block.firstChild)
		return;
	const rows = rowsOf(block.doc).slice(block.from, block.from + BLOCK);
	block.append(...rows.map((row) => rowOf(block.doc, row)));
	block.style.height = "";
}

function drain(block) {
	if (!block.firstChild || printing)
		return;
	block.style.height = block.offsetHeight + "px";
	block.replaceChildren();
}

function layText() {
	for (const doc of docs) {
		const title = make("h2");
		put(title, shown(doc.file));
		if (doc.failed)
			title.append(" (" + words.failed + ")");
		doc.blocks = [];
		text.append(title);
		for (let from = 0; from < doc.rows; from += BLOCK) {
			const block = make("div");
			block.doc = doc;
			block.from = from;
			block.style.height = Math.min(BLOCK, doc.rows - from) * 24 + "px";
			doc.blocks.push(block);
			blocks.push(block);
			text.append(block);
			watcher.observe(block);
		}
	}
}

/* The block that has the change: the rows name it. */
function blockOf(change) {
	const index = change.id - change.doc.first;
	const row = rowsOf(change.doc).findIndex((pieces) => pieces.includes(index, 1));
	return change.doc.blocks[Math.floor(row / BLOCK)];
}

const currentId = () => state.listed[state.now] ? state.listed[state.now].id : -1;

function mark(id, name, on) {
	for (const node of text.querySelectorAll('[data-id="' + id + '"]'))
		node.classList.toggle(name, on);
}

/* The entry that is looked at, in all three places. */
function go(index) {
	if (index < 0 || index >= state.listed.length)
		return;
	mark(currentId(), "now", false);
	state.now = index;
	const top = index * ITEM;
	if (top < list.scrollTop || top + ITEM > list.scrollTop + list.clientHeight)
		list.scrollTop = top - list.clientHeight / 2;
	drawList();
	const change = state.listed[index], block = blockOf(change);
	fill(block);
	mark(change.id, "now", true);
	const node = block.querySelector('[data-id="' + change.id + '"]');
	if (node)
		node.scrollIntoView({ block: "center" });
	drawDetail();
}

function press(word, pressed, action) {
	const button = make("button", "", word);
	button.type = "button";
	button.setAttribute("aria-pressed", pressed);
	button.addEventListener("click", action);
	return button;
}

function drawDetail() {
	const change = state.listed[state.now], detail = byId("detail");
	if (!change) {
		detail.replaceChildren();
		return;
	}
	const big = make("p", "big");
	put(big, shown(change.before));
	if (!change.doubt)
		put(big, " \u2192 " + shown(change.after));
	const about = make("p", "small", (change.doubt ? words.left : words[change.kind]) + " \u00b7 " +
		percent(change.confidence) + " " + words.sure + (change.causes.length ?
		" \u00b7 " + change.causes.join(", ") : ""));
	const others = make("p"), buttons = make("p"), field = make("input");
	/* Mark-up stands within: no other text can be written there. */
	(change.inner ? [] : change.others).slice(0, 9).forEach(([other, confidence], index) => {
		const button = press("", change.verdict === "instead" &&
			shown(change.instead) === shown(other), () => decide("instead", other));
		put(button, (index + 1) + ": " + shown(other) + " (" + percent(confidence) + ")");
		others.append(button, " ");
	});
	for (const [verdict, word] of [["yes", "yes"], ["no", "no"], ["", "clear"]])
		buttons.append(press(words[word], change.verdict === verdict,
			() => decide(verdict)), " ");
	buttons.append(press(words.same, false, everywhere), " ");
	field.id = "instead";
	field.type = "text";
	field.spellcheck = false;
	field.value = shown(textOf(change));
	field.setAttribute("aria-label", words.instead);
	field.addEventListener("keydown", (event) => {
		if (event.key === "Enter")
			decide("instead", field.value);
		if (event.key === "Enter" || event.key === "Escape")
			list.focus();
	});
	if (!change.inner)
		buttons.append(words.instead + " ", field);
	detail.replaceChildren(big, about, others, buttons);
}

/* Decisions. */
function settle(change, verdict, instead) {
	change.verdict = verdict;
	change.instead = verdict === "instead" ? instead : null;
	for (const node of text.querySelectorAll('[data-id="' + change.id + '"]')) {
		const old = node.parentNode.nextSibling !== null;
		node.replaceWith(nodeOf(change, old));
	}
	state.saved = false;
}

/* Decisions are kept in the browser as they are made: by what the documents hold, wherever the page lies. */
const KEPT = "vnfix-decisions-" + [2166136261, 40389].map((seed) => {
	let hash = seed;
	for (const letter of JSON.stringify(docs.map((doc) => [doc.file, doc.in, doc.out])))
		hash = Math.imul(hash ^ letter.codePointAt(0), 16777619) >>> 0;
	return hash.toString(16);
}).join("");
let keeping = 0;

function keepNow() {
	keeping = 0;
	try {
		localStorage.setItem(KEPT, JSON.stringify(changes.filter((one) => one.verdict)
			.map((one) => [one.id, one.verdict, one.instead])));
		state.saved = true;
	} catch (error) {
		/* Where the browser keeps nothing, the list has to be saved. */
	}
}

function keep() {
	keeping = keeping || setTimeout(keepNow, 200);
}

/* Takes what was kept. */
function restore() {
	const known = new Map(changes.map((change) => [change.id, change]));
	let kept = [];
	try {
		kept = JSON.parse(localStorage.getItem(KEPT)) || [];
	} catch (error) {
		return;
	}
	for (const [id, verdict, instead] of kept)
		if (known.has(id))
			settle(known.get(id), verdict, instead);
	state.saved = true;
}

/* The next entry that nothing was decided about, else the next one. */
function goOn() {
	const next = state.listed.findIndex((one, index) => index > state.now && !one.verdict);
	go(next < 0 ? state.now + 1 : next);
}

function redraw() {
	keep();
	drawList();
	drawDetail();
	drawSum();
}

function decide(verdict, instead) {
	const change = state.listed[state.now];
	if (!change || (change.inner && verdict === "instead"))
		return;
	settle(change, verdict, instead);
	redraw();
	if (verdict)
		goOn();
}

/* What was decided here, or that it is right, for all equal changes that nothing was decided about. */
function everywhere() {
	const change = state.listed[state.now];
	const whatOf = (one) => JSON.stringify([one.doubt, one.before, one.after]);
	if (!change)
		return;
	const what = whatOf(change), verdict = change.verdict || "yes", instead = change.instead;
	for (const one of changes)
		if (!one.verdict && !(one.inner && verdict === "instead") && whatOf(one) === what)
			settle(one, verdict, instead);
	redraw();
	goOn();
}

/* A member as the report has it. */
function member(record, name, bytes) {
	record[Array.isArray(bytes) ? name + "_base64" : name] = Array.isArray(bytes) ? bytes[1] : bytes;
	return record;
}

/* What the decided changes of a document brought with them; --apply finds out what becomes of it. */
function besideLines(doc, decided, record) {
	const lines = [];
	for (const [ofBegin, ofEnd, begin, end, outBegin, outEnd, before, after, echo, style] of
		JSON.parse(besideIslands[docs.indexOf(doc)].textContent)) {
		if (!decided.some((one) => one.begin >= ofBegin && one.end <= ofEnd))
			continue;
		const line = record("beside");
		line.of = [ofBegin, ofEnd];
		line.in = [begin, end];
		if (run.mode !== "suggest")
			line.out = [outBegin, outEnd];
		member(line, "before", before);
		member(line, "after", after);
		if (echo)
			line.echo = true;
		if (style)
			line.style = style;
		lines.push(line);
	}
	return lines;
}

function listText() {
	const header = { type: "header", schema: "vnfix-report/2", mode: run.mode };
	const lines = [run.folder === undefined ? header : member(header, "folder", run.folder)];
	for (const doc of docs) {
		const decided = changes.slice(doc.first, doc.last).filter((one) => one.verdict);
		const record = (type) => member({ type }, "file", doc.file);
		if (!decided.length)
			continue;
		const begin = record("begin");
		lines.push(doc.output === null ? begin : member(begin, "output", doc.output));
		if (doc.offset)
			begin.output_offset = doc.offset;
		const placed = besideLines(doc, decided, record);
		for (const change of decided) {
			const line = record("change");
			line.in = [change.begin, change.end];
			if (run.mode !== "suggest")
				line.out = [change.outBegin, change.outEnd];
			member(line, "before", change.source);
			member(line, "after", change.doubt ? change.source : change.written);
			if (change.inner)
				line.inner = true;
			if (change.style)
				line.style = change.style;
			line.verdict = change.verdict;
			if (change.verdict === "instead")
				member(line, "instead", change.instead);
			placed.push(line);
		}
		lines.push(...placed.sort((one, other) => one.in[0] - other.in[0] || one.in[1] - other.in[1]));
		const end = record("end");
		end.status = "done";
		if (doc.format)
			end.format = doc.format;
		end.changes = end.decided = decided.length;
		end.in = doc.in;
		end.out = doc.out;
		if (doc.text_in) {
			end.text_in = doc.text_in;
			end.text_out = doc.text_out;
		}
		lines.push(end);
	}
	return lines.map((line) => JSON.stringify(line) + "\n").join("");
}

function save() {
	const link = make("a");
	link.href = URL.createObjectURL(new Blob([listText()], { type: "application/x-ndjson" }));
	link.download = "vnfix-decisions.ndjson";
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 10000);
	state.saved = true;
	drawSum();
}

/* Takes the decisions of a list that was saved before. */
function load(lines) {
	const known = new Map();
	let unfit = 0, unread = [], waiting = [], number = 0;
	for (const change of changes)
		known.set(change.doc.in.sha256 + " " + change.begin + " " + change.end, change);
	for (const line of lines.split("\n")) {
		let record = null;
		number++;
		if (!line.trim())
			continue;
		try {
			record = JSON.parse(line);
		} catch (error) {
			record = null;
		}
		if (!record || typeof record !== "object") {
			unread.push(number);
			continue;
		}
		if (record.type === "change" && Array.isArray(record.in))
			waiting.push(record);
		if (record.type !== "end")
			continue;
		for (const one of waiting) {
			const sha = record.in ? record.in.sha256 : "";
			const change = known.get(sha + " " + one.in[0] + " " + one.in[1]);
			if (change && ["yes", "no"].includes(one.verdict))
				settle(change, one.verdict);
			else if (change && one.verdict === "instead" && typeof one.instead === "string")
				settle(change, "instead", one.instead);
			else
				unfit++;
		}
		waiting = [];
	}
	unfit += waiting.length; /* their document has lost its end */
	keep();
	drawAll();
	if (unfit || unread.length)
		byId("sum").textContent = (unread.length ? words.unread + unread.join(", ") + ". " : "") +
			(unfit ? words.unfit + unfit : "");
}

/* The bar at the top. */
function drawSum() {
	const count = changes.filter((change) => !change.doubt).length;
	const decided = changes.filter((change) => change.verdict).length;
	byId("sum").textContent = docs.length + " " + words.files + " \u00b7 " + count + " " +
		words.changes + " \u00b7 " + (changes.length - count) + " " + words.doubtful +
		(decided ? " \u00b7 " + decided + " " + words.decided : "");
}

function drawBar() {
	for (const node of document.querySelectorAll("[data-say]"))
		node.textContent = words[node.dataset.say];
	byId("lang").textContent = words.lang;
	byId("keys").textContent = words.keys;
	byId("find").placeholder = words.find;
	document.documentElement.lang = words === WORDS.vi ? "vi" : "en";
	byId("tabs").replaceChildren(...Object.keys(TABS).map((tab) => {
		const button = make("button", "", words[tab] + " " + changes.filter(TABS[tab]).length);
		button.type = "button";
		button.setAttribute("role", "tab");
		button.setAttribute("aria-selected", tab === state.tab);
		button.addEventListener("click", () => choose(tab));
		return button;
	}));
	byId("kinds").replaceChildren(...KINDS.map((kind) => {
		const button = make("button", "", words[kind]);
		button.type = "button";
		button.setAttribute("aria-pressed", state.kinds.has(kind));
		button.addEventListener("click", () => {
			state.kinds.has(kind) ? state.kinds.delete(kind) : state.kinds.add(kind);
			drawAll();
		});
		return button;
	}));
}

function drawAll() {
	drawSum();
	drawBar();
	relist();
	drawDetail();
}

function choose(tab) {
	state.tab = tab;
	list.scrollTop = 0;
	drawAll();
	go(0);
}

/* Paper has no window: all is drawn for it. */
let printing = false;
addEventListener("beforeprint", () => {
	printing = true;
	drawList(true);
	blocks.forEach(fill);
});
addEventListener("afterprint", () => {
	printing = false;
	drawList();
	watcher.disconnect();
	blocks.forEach((block) => watcher.observe(block));
});

const KEYS = {
	j: () => go(state.now + 1), ArrowDown: () => go(state.now + 1),
	k: () => go(state.now - 1), ArrowUp: () => go(state.now - 1),
	y: () => decide("yes"), n: () => decide("no"), u: () => decide(""), s: save, a: everywhere,
	t: () => choose(Object.keys(TABS)[(Object.keys(TABS).indexOf(state.tab) + 1) % 4]),
	e: () => byId("instead") && byId("instead").select(),
};
for (let digit = 1; digit <= 9; digit++)
	KEYS[digit] = () => {
		const change = state.listed[state.now], other = change && change.others[digit - 1];
		if (other)
			decide("instead", other[0]);
	};
addEventListener("keydown", (event) => {
	const typing = ["search", "text"].includes(event.target.type);
	if (typing || event.ctrlKey || event.altKey || event.metaKey || !KEYS[event.key])
		return;
	event.preventDefault();
	KEYS[event.key]();
});
list.addEventListener("scroll", () => requestAnimationFrame(() => drawList()));
addEventListener("resize", () => drawList());
inner.addEventListener("click", (event) => {
	const item = event.target.closest(".item");
	if (item)
		go(Number(item.dataset.index));
});
text.addEventListener("click", (event) => {
	const node = event.target.closest("[data-id]");
	if (!node)
		return;
	const id = Number(node.dataset.id);
	let index = state.listed.findIndex((change) => change.id === id);
	if (index < 0) {
		Object.assign(state, { tab: "all", kinds: new Set(KINDS), find: "" });
		byId("find").value = "";
		drawAll();
		index = state.listed.findIndex((change) => change.id === id);
	}
	go(index);
});
byId("find").addEventListener("input", (event) => {
	state.find = event.target.value;
	relist();
});
byId("find").addEventListener("keydown", (event) => {
	if (event.key === "Escape")
		list.focus();
});
addEventListener("pagehide", () => keeping && keepNow());
byId("place").addEventListener("change", relist);
byId("lang").addEventListener("click", () => {
	words = words === WORDS.vi ? WORDS.en : WORDS.vi;
	drawAll();
});
byId("save").addEventListener("click", save);
byId("open").addEventListener("click", () => byId("list-file").click());
byId("list-file").addEventListener("change", async (event) => {
	if (event.target.files[0])
		load(await event.target.files[0].text());
	event.target.value = "";
});
addEventListener("beforeunload", (event) => {
	if (!state.saved)
		event.preventDefault();
});

put(byId("folder"), shown(run.folder || ""));
restore();
drawAll();
layText();
if (state.listed.length)
	go(0);
/* For tests: all is drawn, after so many milliseconds. */
document.documentElement.dataset.ready = String(Math.round(performance.now()));
})();
