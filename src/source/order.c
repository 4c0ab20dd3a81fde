#include "source/order.h"

#include "base/fnv.h"
#include "source/arrange.h"

#include <stdlib.h>

#define NODES (1u << 20) /* of a reading order; what is beyond has none */

void vn_order_fini(struct vn_order *order)
{
	free(order->nodes);
	free(order->open);
	free(order->parts);
	free(order->ranks);
	free(order->links);
	free(order->nexts);
	*order = (struct vn_order){0};
}

static uint64_t digest(struct vn_str id)
{
	return id.len ? vn_fnv_add(VN_FNV_SEED, id) | 1 : 0;
}

/* Adds NODE behind the others. */
static enum vn_status add_node(struct vn_order *order, struct vn_order_node node,
			       struct vn_err *err)
{
	enum vn_status status =
		vn_grow(&order->nodes, order->node_count, &order->node_cap, sizeof node, err);

	if (!status)
		order->nodes[order->node_count++] = node;
	return status;
}

/* Adds a member of the group that is open. */
static enum vn_status add(struct vn_order *order, struct vn_order_node node, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	if (!order->node_count)
		status = add_node(order, (struct vn_order_node){.loose = false}, err);
	node.parent = order->group;
	node.number = order->node_count;
	if (!status && order->nodes[order->group].loose)
		node.index = 0;
	return status ? status : add_node(order, node, err);
}

enum vn_status vn_order_group(struct vn_order *order, struct vn_str id, uint64_t index, bool loose,
			      struct vn_err *err)
{
	struct vn_order_node node = {.id = digest(id), .index = index, .loose = loose};
	enum vn_status status;

	if (order->node_count >= NODES) {
		order->beyond++;
		return VN_OK;
	}
	status = add(order, node, err);
	if (!status)
		order->group = order->node_count - 1;
	return status;
}

void vn_order_group_end(struct vn_order *order)
{
	if (order->beyond)
		order->beyond--;
	else if (order->node_count)
		order->group = order->nodes[order->group].parent;
}

enum vn_status vn_order_refer(struct vn_order *order, struct vn_str id, uint64_t index,
			      struct vn_err *err)
{
	struct vn_order_node node = {.id = digest(id), .index = index};
	return order->node_count < NODES ? add(order, node, err) : VN_OK;
}

/* Members of a group stand together, in its order. */
static int by_group(const void *a, const void *b)
{
	const struct vn_order_node *x = a, *y = b;
	if (x->parent != y->parent)
		return (x->parent > y->parent) - (x->parent < y->parent);
	if (x->index != y->index)
		return (x->index > y->index) - (x->index < y->index);
	return (x->number > y->number) - (x->number < y->number);
}

static int by_id(const void *a, const void *b)
{
	const struct vn_order_rank *x = a, *y = b;
	if (x->id != y->id)
		return (x->id > y->id) - (x->id < y->id);
	return (x->rank > y->rank) - (x->rank < y->rank);
}

/* The first of COUNT members of group PARENT or one behind, in order of groups. */
static size_t first_of(const struct vn_order_node *nodes, size_t count, size_t parent)
{
	size_t low = 1, high = count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (nodes[mid].parent >= parent)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

/* A group on the way through them: its number, its rank, and its next member. */
struct level {
	size_t group, rank, at;
};

static enum vn_status add_rank(struct vn_order_rank **list, size_t *count, size_t *cap,
			       struct vn_order_rank rank, struct vn_err *err)
{
	enum vn_status status = vn_grow(list, *count, cap, sizeof rank, err);

	if (!status)
		(*list)[(*count)++] = rank;
	return status;
}

/* Goes through the groups, whose nodes stand by group, from STACK[0] on. */
static enum vn_status walk(struct vn_order *order, const bool *loose, struct level *stack,
			   struct vn_err *err)
{
	const struct vn_order_node *nodes = order->nodes;
	size_t count = order->node_count, depth = 1, rank = 0;
	enum vn_status status = VN_OK;

	while (!status && depth > 0) {
		struct level *top = &stack[depth - 1];
		const struct vn_order_node *node = &nodes[top->at];
		struct vn_order_rank one = {.rank = ++rank};
		size_t inner;
		if (top->at == count || node->parent != top->group) {
			depth--;
			continue;
		}
		top->at++;
		one.id = node->id;
		inner = first_of(nodes, count, node->number);
		if (inner < count && nodes[inner].parent == node->number)
			stack[depth++] = (struct level){node->number, rank, inner};
		else if (loose[top->group])
			one.rank = top->rank; /* side by side with the others there */
		if (one.id)
			status = add_rank(&order->ranks, &order->rank_count, &order->rank_cap, one,
					  err);
	}
	return status;
}

/* Gives each reference its rank. */
static enum vn_status rank_nodes(struct vn_order *order, struct vn_err *err)
{
	size_t count = order->node_count;
	struct level *stack = calloc(count, sizeof *stack);
	bool *loose = calloc(count, sizeof *loose);
	enum vn_status status = VN_OK;

	if (stack && loose) {
		for (size_t i = 0; i < count; i++)
			loose[i] = order->nodes[i].loose;
		qsort(order->nodes + 1, count - 1, sizeof *order->nodes, by_group);
		*stack = (struct level){.at = 1};
		status = walk(order, loose, stack, err);
	} else {
		status = vn_err_nomem(err);
	}
	free(stack);
	free(loose);
	if (order->rank_count)
		qsort(order->ranks, order->rank_count, sizeof *order->ranks, by_id);
	/* The tree has done its work. */
	order->node_count = 0;
	order->ranked = true;
	return status;
}

/* The lowest rank of ID in a list by id; SIZE_MAX if it is not there. */
static size_t find(const struct vn_order_rank *ranks, size_t count, uint64_t id)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (ranks[mid].id >= id)
			high = mid;
		else
			low = mid + 1;
	}
	return low < count && ranks[low].id == id ? ranks[low].rank : SIZE_MAX;
}

void vn_order_page(struct vn_order *order)
{
	order->open_count = order->part_count = order->link_count = order->next_count = 0;
	order->in_part = false;
}

/* Adds a part, whose rank is that of the innermost region that has one. */
static enum vn_status add_part(struct vn_order *order, const struct vn_piece *piece,
			       struct vn_err *err)
{
	struct vn_column_box part = {.number = order->part_count, .begin = vn_piece_place(piece)};
	struct vn_order_rank link = {order->open[order->open_count - 1].id, part.number};
	enum vn_status status =
		vn_grow(&order->parts, order->part_count, &order->part_cap, sizeof part, err);

	part.rank = SIZE_MAX;
	for (size_t i = order->open_count; i > 0 && part.rank == SIZE_MAX; i--)
		part.rank = find(order->ranks, order->rank_count, order->open[i - 1].id);
	for (size_t i = order->open_count; i > 0 && !part.table; i--)
		part.table = order->open[i - 1].table;
	if (!status)
		order->parts[order->part_count++] = part;
	order->in_part = true;
	if (!status && link.id)
		status = add_rank(&order->links, &order->link_count, &order->link_cap, link, err);
	return status;
}

enum vn_status vn_order_region(struct vn_order *order, struct vn_str id, enum vn_region kind,
			       const struct vn_piece *piece, struct vn_err *err)
{
	struct vn_order_region region = {.id = digest(id),
					 .part = kind == VN_REGION_TEXT && !order->in_part};
	enum vn_status status = VN_OK;

	if (order->node_count && !order->ranked)
		status = rank_nodes(order, err);
	if (!status)
		status = vn_grow(&order->open, order->open_count, &order->open_cap, sizeof region,
				 err);
	if (status)
		return status;
	region.table = kind == VN_REGION_TABLE ? ++order->table_count : 0;
	order->open[order->open_count++] = region;
	return region.part ? add_part(order, piece, err) : VN_OK;
}

void vn_order_region_end(struct vn_order *order, const struct vn_piece *piece)
{
	const struct vn_text_map *map = &piece->map;
	struct vn_column_box *part;
	size_t begin, first;

	if (!order->open_count || !order->open[--order->open_count].part)
		return;
	part = &order->parts[order->part_count - 1];
	order->in_part = false;
	part->end = vn_piece_place(piece);
	/* What parts it from the text before is none of it. */
	begin = vn_piece_at(piece, part->begin);
	first = vn_text_map_find(map, begin);
	if (first < map->count && map->runs[first].kind == VN_RUN_GAP)
		part->begin = piece->dropped + map->runs[first].end;
}

struct vn_column_box *vn_order_part(struct vn_order *order)
{
	return order->in_part ? &order->parts[order->part_count - 1] : NULL;
}

enum vn_status vn_order_next(struct vn_order *order, struct vn_str id, struct vn_err *err)
{
	struct vn_order_rank next = {digest(id), order->part_count - 1};

	if (!order->in_part || !next.id || vn_order_said(order))
		return VN_OK;
	return add_rank(&order->nexts, &order->next_count, &order->next_cap, next, err);
}

/* Parts that name the next one are read in that order, from those on that nobody names. */
static enum vn_status follow(struct vn_order *order, struct vn_err *err)
{
	size_t count = order->part_count, rank = 0;
	size_t *next = calloc(count, sizeof *next);
	bool *named = calloc(count, sizeof *named);
	enum vn_status status = next && named ? VN_OK : vn_err_nomem(err);

	if (order->link_count)
		qsort(order->links, order->link_count, sizeof *order->links, by_id);
	for (size_t i = 0; !status && i < order->next_count; i++) {
		size_t to = find(order->links, order->link_count, order->nexts[i].id);
		if (to == SIZE_MAX || named[to])
			continue;
		next[order->nexts[i].rank] = to + 1;
		named[to] = true;
	}
	/* The second round finds rings, in which each is named. */
	for (int round = 0; !status && round < 2; round++)
		for (size_t i = 0; i < count; i++)
			for (size_t at = i + 1; at && (round || !named[i] || at != i + 1);) {
				struct vn_column_box *part = &order->parts[at - 1];
				if (part->rank != SIZE_MAX)
					break;
				part->rank = rank++;
				at = next[at - 1];
			}
	free(next);
	free(named);
	return status;
}

/* Parts without text are none, and those between which nothing stands are one. From now on they
 * count in the text that is there. */
static void tidy(struct vn_order *order, const struct vn_piece *piece)
{
	size_t kept = 0;

	for (size_t i = 0; i < order->part_count; i++) {
		struct vn_column_box *last = kept ? &order->parts[kept - 1] : NULL;
		order->parts[i].begin = vn_piece_at(piece, order->parts[i].begin);
		order->parts[i].end = vn_piece_at(piece, order->parts[i].end);
		if (order->parts[i].begin == order->parts[i].end)
			continue;
		if (last && last->end == order->parts[i].begin)
			last->end = order->parts[i].end;
		else
			order->parts[kept++] = order->parts[i];
	}
	order->part_count = kept;
}

enum vn_status vn_order_arrange(struct vn_order *order, struct vn_piece *piece, bool places,
				struct vn_err *err)
{
	enum vn_status status = VN_OK;
	bool moved = false;

	if (order->next_count)
		status = follow(order, err);
	tidy(order, piece);
	if (!status)
		status = vn_columns_sort(order->parts, order->part_count, places, err);
	for (size_t i = 0; i < order->part_count; i++)
		moved |= i > 0 && order->parts[i].number < order->parts[i - 1].number;
	if (!status && moved)
		status = vn_arrange(piece, order->parts, order->part_count, err);
	vn_order_page(order);
	return status;
}
