#include "damage/damage.h"

#define NONE VN_WEIGHT_COUNT
#define NARROW                                                                                     \
	{                                                                                          \
		14, 36, 8 * 256                                                                    \
	}
/* Stripped text has few readings a word, all equally likely to the channel: there the n-grams
 * decide alone and more of their histories are worth following. */
#define WIDE                                                                                       \
	{                                                                                          \
		24, VN_BEAM_ROOM, 11 * 256                                                         \
	}

/* Vietnamese text that was read right but for a word here and there: it is kept as it stands unless
 * the neighbours of a word speak against it. */
static const struct vn_damage vie_seldom = {
	.kind = VN_DAMAGE_CLEAN,
	.name = "vie, seldom",
	.channel = "vie",
	.instead = VN_DAMAGE_CLEAN,
	.lm = VN_WEIGHT_lm_vie,
	.spell = VN_WEIGHT_spell_fee,
	.foreign = NONE,
	.change = VN_WEIGHT_change_clean,
	.beam = NARROW,
	.evidence = VN_TRUST_clean,
	.letters = true,
	.shortest = 2,
	.near = true,
	.gated = true,
	.own_words = true,
};

/* Text that no stage touches. */
#define LEFT_ALONE(KIND, NAME, SHARE)                                                              \
	{                                                                                          \
		.kind = VN_DAMAGE_##KIND, .look = NAME, .share = SHARE, .name = NAME, .lm = NONE,  \
		.spell = NONE, .foreign = NONE, .change = NONE, .beam = NARROW,                    \
		.evidence = VN_TRUST_clean,                                                        \
	}

const struct vn_damage vn_damages[VN_DAMAGE_COUNT] = {
	[VN_DAMAGE_ENG] =
		{
			.kind = VN_DAMAGE_ENG,
			.look = "eng",
			.share = 350,
			.name = "eng",
			.channel = "eng",
			.instead = VN_DAMAGE_CLEAN,
			.lm = VN_WEIGHT_lm,
			.spell = VN_WEIGHT_spell_fee_eng,
			.foreign = NONE,
			.change = NONE,
			.beam = NARROW,
			.evidence = VN_TRUST_bias,
			.digits = true,
			.signs = true,
			.specks = true,
			.letters = true,
			.unseen = true,
			.joins = true,
			.shortest = 1,
			.twice = true,
			.learns = true,
			.capitals = true,
		},
	/* An engine that knows Vietnamese takes no letter for a digit. */
	[VN_DAMAGE_VIE] =
		{
			.kind = VN_DAMAGE_VIE,
			.look = "vie",
			.share = 350,
			.name = "vie",
			.channel = "vie",
			.instead = VN_DAMAGE_CLEAN,
			.lm = VN_WEIGHT_lm_vie,
			.spell = VN_WEIGHT_spell_fee,
			.foreign = NONE,
			.change = VN_WEIGHT_change_vie,
			.beam = NARROW,
			.evidence = VN_TRUST_vie,
			.specks = true,
			.dashes = true,
			.letters = true,
			.unseen = true,
			.joins = true,
			.shortest = 2,
			.twice = true,
			.learns = true,
			.own_words = true,
			.seldom = &vie_seldom,
		},
	/* The channel of an engine loses marks too, so it does where there is none for them alone.
	 */
	[VN_DAMAGE_BARE] =
		{
			.kind = VN_DAMAGE_BARE,
			.look = "bare",
			.share = 150,
			.name = "bare",
			.channel = "bare",
			.instead = VN_DAMAGE_ENG,
			.lm = VN_WEIGHT_lm_bare,
			.spell = VN_WEIGHT_spell_fee,
			.foreign = VN_WEIGHT_bare_foreign,
			.change = NONE,
			.beam = WIDE,
			.evidence = VN_TRUST_bare,
			.joins = true,
			.shortest = 2,
			.twice = true,
			.capitals = true,
		},
	[VN_DAMAGE_CLEAN] =
		{
			.kind = VN_DAMAGE_CLEAN,
			.name = "clean",
			.lm = NONE,
			.spell = NONE,
			.foreign = NONE,
			.change = NONE,
			.beam = NARROW,
			.evidence = VN_TRUST_clean,
		},
	/* What an engine without Vietnamese does, and much that was read right. */
	[VN_DAMAGE_HALF] =
		{
			.kind = VN_DAMAGE_HALF,
			.look = "half",
			.share = 8,
			.name = "half",
			.channel = "half",
			.instead = VN_DAMAGE_ENG,
			.lm = VN_WEIGHT_lm_bare,
			.spell = VN_WEIGHT_spell_fee_eng,
			.foreign = NONE,
			.change = NONE,
			.beam = NARROW,
			.evidence = VN_TRUST_bias,
			.letters = true,
			.unseen = true,
			.joins = true,
			.shortest = 2,
			.twice = true,
			.capitals = true,
		},
	/* Readers of pages that have no code for a letter leave it out. */
	[VN_DAMAGE_DROP] =
		{
			.kind = VN_DAMAGE_DROP,
			.look = "drop",
			.share = 3,
			.name = "drop",
			.channel = "drop",
			.instead = VN_DAMAGE_CLEAN,
			.lm = VN_WEIGHT_lm_bare,
			.spell = VN_WEIGHT_spell_fee,
			.foreign = NONE,
			.change = NONE,
			.beam = WIDE,
			.evidence = VN_TRUST_bias,
			.letters = true,
			.hollow = true,
			.shortest = 2,
			.twice = true,
		},
	/* What lost its letters to a charset has one sign for each. */
	[VN_DAMAGE_HOLE] =
		{
			.kind = VN_DAMAGE_HOLE,
			.look = "hole",
			.share = 2,
			.name = "hole",
			.channel = "hole",
			.instead = VN_DAMAGE_CLEAN,
			.lm = VN_WEIGHT_lm_bare,
			.spell = VN_WEIGHT_spell_fee,
			.foreign = NONE,
			.change = NONE,
			.beam = WIDE,
			.evidence = VN_TRUST_bias,
			.letters = true,
			.holes = true,
			.shortest = 2,
			.twice = true,
		},
	/* Readers of files see a letter from another font as a word of its own. */
	[VN_DAMAGE_TORN] =
		{
			.kind = VN_DAMAGE_TORN,
			.look = "torn",
			.share = 3,
			.name = "torn",
			.channel = "vie",
			.instead = VN_DAMAGE_CLEAN,
			.lm = VN_WEIGHT_lm,
			.spell = VN_WEIGHT_spell_fee,
			.foreign = NONE,
			.change = NONE,
			.beam = NARROW,
			.evidence = VN_TRUST_bias,
			.letters = true,
			.torn = true,
			.shortest = 2,
			.twice = true,
		},
	/* Engines for the West have one mark a letter and take another where they lack one. */
	[VN_DAMAGE_CROSS] =
		{
			.kind = VN_DAMAGE_CROSS,
			.look = "cross",
			.share = 8,
			.name = "cross",
			.channel = "cross",
			.instead = VN_DAMAGE_ENG,
			.lm = VN_WEIGHT_lm,
			.spell = VN_WEIGHT_spell_fee,
			.foreign = NONE,
			.change = NONE,
			.beam = NARROW,
			.evidence = VN_TRUST_bias,
			.letters = true,
			.unseen = true,
			.joins = true,
			.odd = true,
			.capitals = true,
			.shortest = 2,
			.twice = true,
		},
	[VN_DAMAGE_OTHER] = LEFT_ALONE(OTHER, "other", 150),
	[VN_DAMAGE_DATA] = LEFT_ALONE(DATA, "data", 60),
};

const struct vn_damage *vn_damage_find(const char *name)
{
	for (size_t i = 0; i < VN_DAMAGE_COUNT; i++)
		if (strcmp(vn_damages[i].name, name) == 0)
			return &vn_damages[i];
	return NULL;
}

static int32_t number(const struct vn_model *model, enum vn_weight weight)
{
	return weight == NONE ? 0 : vn_weight_get(&model->weights, weight);
}

bool vn_damage_in(struct vn_damage_model *out, const struct vn_damage *damage,
		  const struct vn_model *model)
{
	const struct vn_damage *row = damage;
	const struct vn_channel *channel = NULL;

	while (row->channel && !(channel = vn_model_channel(model, row->channel)))
		row = &vn_damages[row->instead];
	*out = (struct vn_damage_model){.damage = row,
					.channel = channel,
					.lm = number(model, row->lm),
					.spell = number(model, row->spell),
					.foreign = number(model, row->foreign),
					.change = number(model, row->change)};
	return row == damage;
}
