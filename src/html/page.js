/* The review page of vnfix. Reads the islands of data, draws only what is seen, keeps decisions until
   they are saved as a list for "vnfix --apply". Text of documents only ever becomes text nodes. */
"use strict";
(() => {
const ITEM = 46; /* pixels of an entry of the list, as in the style */
const BLOCK = 50; /* rows of text that are drawn together */
const PRINTED = 2000; /* entries of the list on paper */
const KINDS = ["letters", "marks", "case", "signs", "number", "form"];

/* The language of the page. What is counted has its forms for one and for more. */
const WORDS = {
	en: { locale: "en-GB", language: "Tiếng Việt", title: "review", list: "changes",
		doubts: "Doubtful", numbers: "Numbers", names: "Names", all: "All", place: "by place",
		open: "Open list", save: "Save list", find: "find", help: "Keys and colours",
		files: ["file", "files"], changes: ["change", "changes"],
		doubtful: ["doubtful word", "doubtful words"], decided: ["decided", "decided"],
		left: "left as it was read", sure: "sure", yes: "Right", no: "Wrong",
		instead: "instead", clear: "Undecided", same: "The same everywhere",
		none: "Nothing here.", finished: "Everything in this list is decided.",
		unfit: "Decisions that fit no change here:",
		unread: "Lines of the list that cannot be read:", failed: "not finished",
		kept: "This browser keeps nothing: save the list.",
		noImage: "The picture of the page cannot be shown:", image: "as printed",
		notHere: "The picture of this page is not here: too large, or packed as no browser can unpack it.",
		mine: "My words", add: "Add to my words", saveMine: "Save", close: "Close",
		mineHint: "One a line. Save them, and the next run knows them: vnfix --dict vnfix-words.txt",
		letters: "letters", marks: "marks", case: "case", signs: "signs", number: "numbers",
		form: "form", keysTitle: "Keys", coloursTitle: "Colours" },
	vi: { locale: "vi-VN", language: "English", title: "duyệt lại", list: "chỗ sửa",
		doubts: "Đáng ngờ", numbers: "Số", names: "Tên riêng", all: "Tất cả",
		place: "theo vị trí", open: "Mở danh sách", save: "Lưu danh sách", find: "tìm",
		help: "Phím và màu", files: ["tệp"], changes: ["chỗ sửa"],
		doubtful: ["từ đáng ngờ"], decided: ["đã quyết"],
		left: "giữ nguyên như đã đọc", sure: "chắc", yes: "Đúng", no: "Sai",
		instead: "thay bằng", clear: "Chưa quyết", same: "Như vậy ở mọi chỗ",
		none: "Không có gì.", finished: "Danh sách này đã quyết xong.",
		unfit: "Quyết định không khớp chỗ nào:",
		unread: "Dòng trong danh sách không đọc được:", failed: "chưa xong",
		kept: "Trình duyệt không giữ lại gì: hãy lưu danh sách.",
		noImage: "Không hiện được ảnh trang:", image: "bản in",
		notHere: "Không có ảnh trang này ở đây: quá lớn, hoặc nén theo cách trình duyệt không mở được.",
		mine: "Từ của tôi", add: "Thêm vào từ của tôi", saveMine: "Lưu", close: "Đóng",
		mineHint: "Mỗi dòng một từ hay tên. Lưu lại, lần chạy sau sẽ biết: vnfix --dict vnfix-words.txt",
		letters: "chữ", marks: "dấu", case: "hoa thường", signs: "dấu câu", number: "số",
		form: "dạng mã", keysTitle: "Phím", coloursTitle: "Màu" },
};

/* What the stages of vnfix are to who reads. */
const STAGES = {
	en: { recode: "charset", user: "my table", normalise: "form", repair: "rule",
		replace: "my table", restore: "language", signs: "signs", recase: "capitals" },
	vi: { recode: "bảng mã", user: "bảng của tôi", normalise: "chuẩn hóa", repair: "quy tắc",
		replace: "bảng của tôi", restore: "ngôn ngữ", signs: "dấu câu", recase: "chữ hoa" },
};

/* The keys, as the help lists them. */
const KEY_LIST = [
	["y  n", "right, wrong; on to what is undecided", "đúng, sai; tới chỗ chưa quyết"],
	["1 – 9", "another reading", "cách đọc khác"],
	["e", "type what is right", "gõ chữ đúng"],
	["a", "the same everywhere, in all files", "như vậy ở mọi chỗ, mọi tệp"],
	["u", "undecided again", "lại chưa quyết"],
	["w", "add it, or what is selected, to my words", "thêm từ ấy, hay chữ đang chọn, vào từ của tôi"],
	["j  k  ↓  ↑", "next, previous", "sau, trước"],
	["t", "next list", "danh sách kế"],
	["/", "find; Enter: to what was found; Escape: leave", "tìm; Enter: tới chỗ tìm thấy; Escape: thôi"],
	["s", "save the decisions", "lưu các quyết định"],
	["?", "this help; Escape: close", "trợ giúp này; Escape: đóng"],
];

/* What the shades mean. */
const SHADES = [
	["c s0", "98 – 100 %"], ["c s1", "90 – 98 %"], ["c s2", "80 – 90 %"],
	["c s3", "doubtful", "đáng ngờ"],
	["c doubt", "doubtful, as read", "đáng ngờ, giữ nguyên"],
	["c s0 number", "number", "số"], ["c s0 name", "name", "tên riêng"],
];

const inVietnamese = () => words === WORDS.vi;
let words = (navigator.language || "").startsWith("vi") ? WORDS.vi : WORDS.en;

/* Numbers as the language writes them: 1,234.5 or 1.234,5. */
const figure = (number) => number.toLocaleString(words.locale);
const counted = (number, forms) => figure(number) + " " + forms[number === 1 ? 0 : forms.length - 1];
const percent = (confidence) => (Math.floor(confidence / 10) / 1000).toLocaleString(words.locale,
	{ style: "percent", maximumFractionDigits: 1 });

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
/* The pictures that a document holds stand behind it. */
let holder = -1;
for (const island of document.querySelectorAll("script.document, script.picture"))
	if (island.className === "document")
		docs[++holder].pictures = docs[holder].pictures && new Map();
	else
		docs[holder].pictures.set(island.classList[1], island);
docs.forEach((doc, index) => {
	doc.first = changes.length;
	doc.texts = null;
	for (const [line, begin, end, outBegin, outEnd, before, after, kind, name, doubtful, confidence,
		causes, others, place, source = before, written = after, inner = false, style = 0] of JSON.parse(changeIslands[index].textContent))
		changes.push({ id: changes.length, doc, line, begin, end, outBegin, outEnd, before,
			after, kind, name, doubtful, confidence, causes, others, place, doubt: after === null,
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

/* Equal changes, over all documents. */
const keyOf = (change) => JSON.stringify([change.doubt, change.before, change.after]);
const equals = new Map();
for (const change of changes) {
	const key = keyOf(change);
	if (!equals.has(key))
		equals.set(key, []);
	equals.get(key).push(change);
}

/* What is being looked at. */
const state = { tab: "doubts", kinds: new Set(KINDS), find: "", listed: [], now: -1, saved: true };
if (!changes.some(isUnsure))
	state.tab = "all";

function shade(change) {
	let name = "c";
	if (change.doubt)
		name += " doubt";
	else if (change.doubtful)
		name += " s3";
	else
		name += change.confidence >= 9800 ? " s0" : change.confidence >= 9000 ? " s1" : " s2";
	if (change.kind === "number")
		name += " number";
	if (change.name)
		name += " name";
	return name + (change.verdict ? " " + change.verdict : "");
}

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
		state.listed.sort((a, b) => a.confidence - b.confidence || a.id - b.id);
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
	where.append(percent(change.confidence) + " \u00b7 ");
	put(where, shown(change.doc.file).replace(/^.*\//s, "") + ":" + figure(change.line));
	where.title = shown(change.doc.file);
	item.append(where);
	item.append(put(make("span", change.doubt ? "c doubt" : "c old"), shown(change.before)));
	if (!change.doubt)
		item.append(" \u2192 ", put(make("span", shade(change)), shown(change.after)));
	item.dataset.index = index;
	item.id = "entry" + index;
	item.setAttribute("role", "option");
	item.setAttribute("aria-selected", index === state.now);
	item.setAttribute("aria-posinset", index + 1);
	item.setAttribute("aria-setsize", state.listed.length);
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
	if (state.now >= 0)
		list.setAttribute("aria-activedescendant", "entry" + state.now);
	else
		list.removeAttribute("aria-activedescendant");
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
	showNow();
	drawDetail();
}

/* Brings the entry at hand into sight in the text. */
function showNow() {
	const node = text.querySelector('[data-id="' + currentId() + '"]');
	if (node)
		node.scrollIntoView({ block: "center" });
}

function press(word, pressed, action) {
	const button = make("button", "", word);
	button.type = "button";
	if (pressed !== undefined)
		button.setAttribute("aria-pressed", pressed);
	button.addEventListener("click", action);
	return button;
}

/* Draws what NODE holds anew; who had the focus there has it again. */
function renew(node, parts) {
	const at = [...node.querySelectorAll("button, input")].indexOf(document.activeElement);
	node.replaceChildren(...parts);
	if (at >= 0)
		(node.querySelectorAll("button, input")[at] || list).focus();
}

/* Why it was changed. */
function causeOf(cause) {
	const [stage, rule] = cause.split(": ");
	const names = inVietnamese() ? STAGES.vi : STAGES.en;
	return (names[stage] || stage) + (stage === "repair" ? " " + rule : "");
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
	const about = make("p", "small", [change.doubt ? words.left : words[change.kind],
		percent(change.confidence) + " " + words.sure, ...change.causes.map(causeOf)]
		.join(" \u00b7 "));
	const others = make("p"), buttons = make("p"), field = make("input");
	const typed = make("label", "typed", words.instead), same = equals.get(keyOf(change)).length;
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
	field.id = "instead";
	field.type = "text";
	field.spellcheck = false;
	field.value = shown(textOf(change));
	field.addEventListener("keydown", (event) => {
		if (event.key === "Enter" || event.key === "Escape")
			list.focus();
		if (event.key === "Enter")
			decide("instead", field.value);
	});
	typed.append(field);
	if (same > 1)
		buttons.append(press(words.same + " (" + figure(same) + ")", undefined, everywhere), " ");
	buttons.append(press(words.add, undefined, addMine));
	renew(detail, [...pictureOf(change), big, about, others, ...change.inner ? [] : [typed], buttons]);
}

/* The picture of the page: one that the document holds is on this page, as far as there was room. One
   that it names is looked for beside the document and beside this page, by a relative name or in a folder
   of this machine, and nowhere else: the policy of the page allows no other address. */
const pictures = new Map(); /* of each page: a promise of its picture, or of nothing */
const stepsOf = (path) => path.split(/[/\\]/).filter((step) => step && step !== ".");
const pathOf = (steps) => steps.map(encodeURIComponent).join("/");

function addressesOf(doc, name) {
	const file = Array.isArray(doc.file) ? "" : doc.file, folder = stepsOf(file).slice(0, -1);
	/* Of a name that begins elsewhere the last step counts. */
	const elsewhere = /^[a-z][a-z0-9+.-]*:|^[/\\]/i.test(name);
	const own = elsewhere ? stepsOf(name).slice(-1) : stepsOf(name);
	const list = [];
	if (file.startsWith("/"))
		list.push("file:///" + pathOf([...folder, ...own]));
	else
		list.push("./" + pathOf([...folder, ...own]));
	if (!file.startsWith("/") && typeof run.folder === "string")
		list.push("file:///" + pathOf([...stepsOf(run.folder), ...folder, ...own]));
	list.push("./" + pathOf(own.slice(-1)));
	return [...new Set(list.map((address) => new URL(address, location.href).href))];
}

/* The address of a picture that the document holds. */
function addressWithin(doc, number) {
	const island = doc.pictures.get("p" + number);
	if (!island)
		return [];
	const bytes = Uint8Array.from(atob(island.textContent), (letter) => letter.charCodeAt(0));
	const type = bytes[0] === 0x89 ? "image/png" : "image/jpeg";
	return [URL.createObjectURL(new Blob([bytes], { type }))];
}

function loaded(address) {
	return new Promise((done) => {
		const image = new Image();
		image.addEventListener("load", () => done(image.naturalWidth ? image : null));
		image.addEventListener("error", () => done(null));
		image.src = address;
	});
}

async function firstOf(addresses) {
	for (const address of addresses) {
		const image = await loaded(address);
		if (image)
			return image;
	}
	return null;
}

/* Draws the word, with what stands around it, as wide as there is room. */
function drawCrop(canvas, image, width, [left, top, right, bottom, runs = 0]) {
	const scale = width ? image.naturalWidth / width : 1;
	const wide = canvas.clientWidth, high = canvas.clientHeight, ratio = devicePixelRatio || 1;
	const size = [(right - left) * scale, (bottom - top) * scale];
	const [along, across] = runs % 2 ? size.reverse() : size;
	const long = Math.max(across * 2.6 * wide / high, along * 1.1), zoom = wide * ratio / long;
	canvas.width = wide * ratio;
	canvas.height = high * ratio;
	const pen = canvas.getContext("2d");
	pen.fillStyle = "#fff";
	pen.fillRect(0, 0, canvas.width, canvas.height);
	pen.translate(canvas.width / 2, canvas.height / 2);
	pen.scale(zoom, zoom);
	pen.rotate(-runs * Math.PI / 2);
	pen.translate(-(left + right) / 2 * scale, -(top + bottom) / 2 * scale);
	pen.drawImage(image, 0, 0);
	pen.strokeStyle = "#1d4ed8";
	pen.lineWidth = 2 * ratio / zoom;
	pen.strokeRect(left * scale, top * scale, (right - left) * scale, (bottom - top) * scale);
}

function pictureOf(change) {
	const { doc, place } = change, held = place && doc.pictures;
	const [name, width] = place && !held ? doc.pages[place[0]] : [null, 0];
	if (!name && !held)
		return [];
	const key = doc.first + " " + place[0], canvas = make("canvas");
	canvas.setAttribute("role", "img");
	canvas.setAttribute("aria-label", words.image);
	if (!pictures.has(key))
		pictures.set(key, firstOf(held ? addressWithin(doc, place[0]) : addressesOf(doc, name)));
	pictures.get(key).then((image) => {
		if (!image)
			canvas.replaceWith(put(make("p", "small"), held ? words.notHere : words.noImage + " " + name));
		else if (canvas.isConnected)
			(canvas.redraw = () => drawCrop(canvas, image, width, place.slice(1)))();
	});
	return [canvas];
}

/* Decisions. */
function settle(change, verdict, instead) {
	change.verdict = verdict;
	change.instead = verdict === "instead" ? instead : null;
	state.saved = false;
}

/* Shows in the text what was decided about SOME, a set. */
function showDecided(some) {
	for (const node of text.querySelectorAll("[data-id]")) {
		const change = changes[Number(node.dataset.id)];
		if (some.has(change))
			node.replaceWith(nodeOf(change, node.parentNode.nextSibling !== null));
	}
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
		say(words.kept);
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

/* The next entry that nothing was decided about, from the begin again behind the last. */
function goOn() {
	const open = (one) => !one.verdict;
	const next = state.listed.findIndex((one, index) => index > state.now && open(one));
	const first = next < 0 ? state.listed.findIndex(open) : next;
	if (first < 0)
		say(words.finished);
	go(first < 0 ? state.now : first);
}

function decide(verdict, instead) {
	const change = state.listed[state.now];
	if (!change || (change.inner && verdict === "instead"))
		return;
	settle(change, verdict, instead);
	keep();
	showDecided(new Set([change]));
	drawSum();
	verdict ? goOn() : go(state.now);
}

/* What was decided here, or that it is right, for all equal changes that nothing was decided about. */
function everywhere() {
	const change = state.listed[state.now];
	if (!change)
		return;
	const verdict = change.verdict || "yes", instead = change.instead;
	const open = equals.get(keyOf(change)).filter((one) => !one.verdict &&
		!(one.inner && verdict === "instead"));
	for (const one of open)
		settle(one, verdict, instead);
	keep();
	showDecided(new Set(open));
	drawSum();
	goOn();
}

/* Words of the user's, for --dict: kept in the browser for all pages, edited in a window of their own. */
const MINE = "vnfix-words";

function mine() {
	try {
		return localStorage.getItem(MINE) || "";
	} catch (error) {
		return byId("mine-text").value;
	}
}

function setMine(lines) {
	byId("mine-text").value = lines;
	try {
		localStorage.setItem(MINE, lines);
	} catch (error) {
		say(words.kept);
	}
	drawMine();
}

const linesOf = (lines) => lines.split("\n").map((line) => line.trim()).filter(Boolean);

function drawMine() {
	byId("mine").textContent = words.mine + " " + figure(linesOf(mine()).length);
}

/* Adds what is selected in the text, or the word as it is decided, without the signs around it. */
function addMine() {
	const change = state.listed[state.now], selected = getSelection();
	const chosen = text.contains(selected.anchorNode) ? selected.toString() : "";
	const word = (chosen || (change ? shown(textOf(change)) : "")).replace(/\s+/g, " ")
		.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, "").normalize("NFC");
	const lines = linesOf(mine());
	if (word && !lines.includes(word))
		setMine([...lines, word].join("\n") + "\n");
	if (word)
		say(words.mine + ": " + word);
}

function download(name, type, content) {
	const link = make("a");
	link.href = URL.createObjectURL(new Blob([content], { type }));
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 10000);
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
	download("vnfix-decisions.ndjson", "application/x-ndjson", listText());
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
	showDecided(new Set(changes));
	drawAll();
	say([unread.length ? words.unread + " " + unread.join(", ") + "." : "",
		unfit ? words.unfit + " " + figure(unfit) : ""].join(" ").trim());
}

/* The bar at the top. */
const doubtfulWords = docs.reduce((sum, doc) => sum + doc.doubtful, 0);

/* A word to who reads, until the next one. */
function say(note) {
	byId("note").textContent = note;
}

function drawSum() {
	const decided = changes.filter((change) => change.verdict).length;
	byId("sum").textContent = [counted(docs.length, words.files),
		counted(changes.filter((change) => !change.doubt).length, words.changes),
		counted(doubtfulWords, words.doubtful),
		...decided ? [counted(decided, words.decided)] : []].join(" \u00b7 ");
}

function drawRun() {
	const time = run.time ? new Date(run.time) : null;
	const when = time && !isNaN(time) ? time.toLocaleString(words.locale, { day: "2-digit",
		month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" }) : "";
	byId("folder").replaceChildren();
	put(byId("folder"), shown(run.folder || "")).title = shown(run.folder || "");
	byId("when").textContent = when;
}

/* The colours, in the window of the help and below the list. */
function legend() {
	return SHADES.map(([shade, en, vi]) => make("span", shade, inVietnamese() && vi ? vi : en))
		.flatMap((node) => [node, " "]);
}

function drawHelp() {
	byId("keys").replaceChildren(...KEY_LIST.flatMap(([keys, en, vi]) => {
		const name = make("dt");
		for (const key of keys.split("  "))
			name.append(make("kbd", "", key), " ");
		return [name, make("dd", "", inVietnamese() ? vi : en)];
	}));
	for (const node of document.querySelectorAll(".legend"))
		node.replaceChildren(...legend());
}

function drawBar() {
	document.documentElement.lang = inVietnamese() ? "vi" : "en";
	document.title = "vnfix: " + words.title;
	for (const node of document.querySelectorAll("[data-say]"))
		node.textContent = words[node.dataset.say];
	byId("lang").textContent = words.language;
	byId("lang").lang = inVietnamese() ? "en" : "vi";
	byId("find").placeholder = words.find;
	byId("find").setAttribute("aria-label", words.find);
	list.setAttribute("aria-label", words.list);
	renew(byId("tabs"), Object.keys(TABS).map((tab) => press(words[tab] + " " +
		figure(tab === "doubts" ? doubtfulWords : changes.filter(TABS[tab]).length),
	tab === state.tab, () => choose(tab))));
	renew(byId("kinds"), KINDS.map((kind) => press(words[kind], state.kinds.has(kind), () => {
		state.kinds.has(kind) ? state.kinds.delete(kind) : state.kinds.add(kind);
		drawAll();
	})));
	drawRun();
	drawHelp();
	drawMine();
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
	say("");
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
	w: addMine,
	"/": () => byId("find").select(),
	"?": () => byId("help").showModal(),
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
	const typing = event.target.closest("dialog, textarea, input:not([type=checkbox])");
	if (typing || event.ctrlKey || event.altKey || event.metaKey || !KEYS[event.key])
		return;
	event.preventDefault();
	say("");
	KEYS[event.key]();
});
list.addEventListener("scroll", () => requestAnimationFrame(() => drawList()));
addEventListener("resize", () => {
	drawList();
	/* What is being typed stays. */
	for (const canvas of document.querySelectorAll("#detail canvas"))
		canvas.redraw && canvas.redraw();
	showNow();
});
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
	if (event.key === "Escape") {
		event.preventDefault();
		event.target.value = state.find = "";
		relist();
	}
	if (event.key === "Escape" || event.key === "Enter")
		list.focus();
	if (event.key === "Enter" && state.now < 0)
		go(0);
});
addEventListener("pagehide", () => keeping && keepNow());
byId("place").addEventListener("change", relist);
byId("lang").addEventListener("click", () => {
	words = words === WORDS.vi ? WORDS.en : WORDS.vi;
	drawAll();
});
byId("save").addEventListener("click", save);
byId("help-open").addEventListener("click", KEYS["?"]);
byId("mine").addEventListener("click", () => byId("mine-window").showModal());
byId("mine-text").addEventListener("input", (event) => setMine(event.target.value));
byId("mine-save").addEventListener("click", () => download("vnfix-words.txt", "text/plain",
	linesOf(mine()).map((line) => line + "\n").join("")));
for (const button of document.querySelectorAll("dialog .close"))
	button.addEventListener("click", () => button.closest("dialog").close());
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

byId("mine-text").value = mine();
restore();
drawAll();
layText();
if (state.listed.length)
	go(0);
/* For tests: all is drawn, after so many milliseconds. */
document.documentElement.dataset.ready = String(Math.round(performance.now()));
})();
