-- pandoc --lua-filter vnfix.lua: repairs the text of a document of any format that pandoc reads. Emphasis,
-- links, lists and tables stay; code, formulas and raw text are not looked at. All text goes through vnfix
-- at once, a line each run of words, so that the whole document is known where a word is judged.
local command = os.getenv("VNFIX") or "vnfix"

local function is_text(inline)
  return inline.t == "Str" or inline.t == "Space" or inline.t == "SoftBreak"
end

-- Calls WITH(from, to) for each run of words in INLINES, from the last to the first.
local function each_run(inlines, with)
  local to = nil
  for i = #inlines, 0, -1 do
    local text = i > 0 and is_text(inlines[i])
    if text and not to then
      to = i
    elseif not text and to then
      with(i + 1, to)
      to = nil
    end
  end
end

local function line_of(inlines, from, to)
  local parts = {}
  for i = from, to do
    local inline = inlines[i]
    -- A line end that is no paragraph's is a tab on the way: it stays one, where a blank may go.
    parts[#parts + 1] = inline.t == "Str" and inline.text:gsub("%s", " ")
        or inline.t == "Space" and " " or "\t"
  end
  return table.concat(parts)
end

local function inlines_of(line)
  local made = pandoc.List()
  for blank, word in line:gmatch("([ \t]*)([^ \t]*)") do
    if blank:find("\t", 1, true) then
      made:insert(pandoc.SoftBreak())
    elseif blank ~= "" then
      made:insert(pandoc.Space())
    end
    if word ~= "" then
      made:insert(pandoc.Str(word))
    end
  end
  return made
end

function Pandoc(document)
  local lines, at, fixed = {}, 0, {}
  local function collect(inlines)
    each_run(inlines, function(from, to) lines[#lines + 1] = line_of(inlines, from, to) end)
  end
  document:walk({ Inlines = collect })
  local out = pandoc.pipe(command, { "-q", "--no-config" }, table.concat(lines, "\n") .. "\n")
  for line in out:gmatch("([^\n]*)\n") do
    fixed[#fixed + 1] = line
  end
  assert(#fixed == #lines, "vnfix gave another number of lines")
  return document:walk({
    Inlines = function(inlines)
      each_run(inlines, function(from, to)
        at = at + 1
        local new = inlines_of(fixed[at])
        for i = to, from, -1 do inlines:remove(i) end
        for i = #new, 1, -1 do inlines:insert(from, new[i]) end
      end)
      return inlines
    end,
  })
end
