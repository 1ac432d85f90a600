# What a model's layers have in common.
class Shape:
  heads : int
  kv_heads : int
  group : int
  turned : int
  all : int
  half : int
  size : int
  window : int
  per_token : int
  normalized : bool
  epsilon : float

  def __init__(self: __torch__.layer.Shape, heads: int, kv_heads: int, size: int, window: int, per_token: int, normalized: bool, epsilon: float) -> NoneType:
    self.heads = heads
    self.kv_heads = kv_heads
    self.group = torch.floordiv(heads, kv_heads)
    self.turned = heads + kv_heads
    self.all = heads + 2 * kv_heads
    self.half = torch.floordiv(size, 2)
    self.size = size
    self.window = window
    self.per_token = per_token
    self.normalized = normalized
    self.epsilon = epsilon
    return None

  # The first position that `position` still sees.
  def first(self: __torch__.layer.Shape, position: int) -> int:
    if self.window == 0 or position < self.window:
      first = 0
    else:
      first = position - self.window + 1
    return first

# A decoder layer: attention, then feed-forward, each added to the residual stream.
class Layer:
  shape : __torch__.layer.Shape
  norm : Tensor
  head_norm : List[Tensor]
  router : List[Tensor]
  qkv : __torch__.linear.Linear
  output : __torch__.linear.Linear
  gate_up : List[__torch__.linear.Linear]
  down : List[__torch__.linear.Linear]

  def __init__(self: __torch__.layer.Layer, shape: __torch__.layer.Shape, norms: List[Tensor], router: List[Tensor], linears: List[__torch__.linear.Linear]) -> NoneType:
    self.shape = shape
    self.norm = norms[0]
    self.head_norm = torch.slice(norms, 1, 2, 1)
    self.router = router
    self.qkv = linears[0]
    self.output = linears[1]
    self.gate_up = torch.slice(linears, 2, torch.len(linears), 2)
    self.down = torch.slice(linears, 3, torch.len(linears), 2)
    return None

  def pack(self: __torch__.layer.Layer) -> NoneType:
    done = (self.qkv).pack()
    done = (self.output).pack()
    for i in range(torch.len(self.gate_up)):
      done = (self.gate_up[i]).pack()
      done = (self.down[i]).pack()
    return None

  def run(self: __torch__.layer.Layer, x: Tensor, step: __torch__.step.Step, index: int) -> Tensor:
    seen = (self).attention(x, step, index)                                         # (rows, heads * size)
    x = (self.output).add_to(x, seen)                                               # (rows, hidden)
    if torch.len(self.router) > 0:
      result = (self).experts(x)                                                    # (rows, hidden)
    else:
      gate_up = (self.gate_up[0]).of_norm(x, self.shape.epsilon)                    # (rows, 2 feed)
      result = (self.down[0]).add_to(x, (self).gated(gate_up))                      # (rows, hidden)
    return result

  def gated(self: __torch__.layer.Layer, gate_up: Tensor) -> Tensor:
    parts = torch.chunk(gate_up, 2, -1)
    return torch.mul_(torch.silu(parts[0]), parts[1])                               # (rows, feed)

  def attention(self: __torch__.layer.Layer, x: Tensor, step: __torch__.step.Step, index: int) -> Tensor:
    shape = self.shape
    flat = (self.qkv).of_norm(x, shape.epsilon)                                     # (rows, (heads + 2 kv) * size)
    qkv = torch.view(flat, [-1, shape.all, shape.size])               # (rows, heads + 2 kv, size)
    if torch.len(self.head_norm) > 0:
      heads = torch.rms_norm(torch.slice(qkv, 1, 0, shape.turned, 1), [shape.size], None, shape.epsilon)
      heads = torch.mul(heads, self.head_norm[0])                                   # (rows, heads + kv, size)
      qkv = torch.cat([heads, torch.slice(qkv, 1, shape.turned, shape.all, 1)], 1)
    # Rotary embedding: each head's halves (a, b) become (a cos - b sin, b cos + a sin).
    swapped = torch.roll(qkv, [shape.half], [-1])                # (rows, heads + 2 kv, size)
    qkv = torch.addcmul_(torch.mul(qkv, step.cos), swapped, step.sin)               # (rows, heads + 2 kv, size)
    queries = torch.slice(qkv, 1, 0, shape.heads, 1)                                # (rows, heads, size)
    fresh = torch.slice(qkv, 1, shape.heads, shape.all, 1)                          # (rows, 2 kv, size)
    sessions = torch.len(step.counts)
    if sessions == 1:
      result = (self).session(queries, fresh, step, 0, index)                       # (rows, heads * size)
    else:
      results = annotate(List[Tensor], [])
      of_queries = torch.split_with_sizes(queries, step.counts)                     # each (count, heads, size)
      of_fresh = torch.split_with_sizes(fresh, step.counts)                         # each (count, 2 kv, size)
      for i in range(sessions):
        added = torch.append(results, (self).session(of_queries[i], of_fresh[i], step, i, index))
      result = torch.cat(results, 0)                                                # (rows, heads * size)
    return result

  # Attention of one session's rows over its cache, which their keys and values (count, 2 kv, size) join first.
  def session(self: __torch__.layer.Layer, queries: Tensor, fresh: Tensor, step: __torch__.step.Step, i: int, index: int) -> Tensor:
    shape = self.shape
    count = step.counts[i]
    first = step.firsts[i]
    end = step.ends[i]
    cache = step.caches[i]
    kept = torch.copy_(torch.slice(cache.rows[index], 0, step.starts[i], end, 1), fresh)
    keys = torch.slice(cache.keys[index], 1, first, end, 1)                         # (kv, seen, size)
    values = torch.slice(cache.values[index], 1, first, end, 1)                     # (kv, seen, size)
    if count == 1:
      row = torch.view(queries, [shape.kv_heads, shape.group, shape.size])
      seen = (self).row(row, keys, values, step)                                    # (kv, group, size)
      result = torch.view(seen, [1, shape.heads * shape.size])
    else:
      rows = torch.view(queries, [count, shape.kv_heads, shape.group, shape.size])
      grouped = torch.permute(rows, [1, 2, 0, 3])                                   # (kv, group, count, size)
      of_group = [-1, shape.group, -1, -1]
      keys = torch.expand(torch.unsqueeze(keys, 1), of_group)                       # (kv, group, seen, size)
      values = torch.expand(torch.unsqueeze(values, 1), of_group)                   # (kv, group, seen, size)
      mask = step.masks[i]
      causal = torch.__is__(mask, None)
      seen = (step).attended(grouped, keys, values, mask, causal)                   # (kv, group, count, size)
      result = torch.reshape(torch.permute(seen, [2, 0, 1, 3]), [count, shape.heads * shape.size])
    return result

  # Attention of a session's only row, queries (kv, group, size), over keys and values (kv, seen, size). Each key-value
  # head serves a group of query heads: they are one product's rows.
  def row(self: __torch__.layer.Layer, queries: Tensor, keys: Tensor, values: Tensor, step: __torch__.step.Step) -> Tensor:
    if step.by_products:
      result = (step).attended_by_row(queries, keys, values)                        # (kv, group, size)
    else:
      seen = (step).attended(torch.unsqueeze(queries, 1), torch.unsqueeze(keys, 1), torch.unsqueeze(values, 1), None, False)
      result = torch.squeeze(seen, 1)                                               # (kv, group, size)
    return result

  # Each row visits the experts that the router chooses; the others' weights are not read.
  def experts(self: __torch__.layer.Layer, x: Tensor) -> Tensor:
    per_token = self.shape.per_token
    normed = torch.rms_norm(x, [torch.size(x, 1)], self.norm, self.shape.epsilon)   # (rows, hidden)
    odds = torch.softmax(torch.linear(normed, self.router[0]), -1, 6)               # (rows, experts)
    weights, chosen = torch.topk(odds, per_token, -1)                               # (rows, per_token)
    if self.shape.normalized:
      weights = torch.div(weights, torch.sum(weights, [-1], True))
    weights = torch.to(torch.view(weights, [-1, 1]), ops.prim.dtype(x))                # (rows * per_token, 1)
    by_expert, order = torch.sort(torch.view(chosen, [-1]))                         # (rows * per_token)
    visited, where, counts = torch.unique_consecutive(by_expert, False, True)
    sum = torch.zeros_like(x)                                                       # (rows, hidden)
    done = 0
    for i in range(torch.size(visited, 0)):
      expert = int(torch.select(visited, 0, i))
      end = done + int(torch.select(counts, 0, i))
      pairs = torch.slice(order, 0, done, end, 1)                                   # (visits)
      rows = torch.div(pairs, per_token, rounding_mode="floor")                     # (visits)
      gate_up = (self.gate_up[expert]).of(torch.index_select(normed, 0, rows))      # (visits, 2 feed)
      result = (self.down[expert]).of((self).gated(gate_up))                        # (visits, hidden)
      scaled = torch.mul(result, torch.index_select(weights, 0, pairs))
      added = torch.index_add_(sum, 0, rows, scaled)
      done = end
    return torch.add(x, sum)
