# What all layers of one call share. Of each session: its rows, the positions [start, end) that they are, and the first that they see.
class Step:
  device : Device
  by_one_kernel : bool
  by_products : bool
  nothing : Tensor
  scale : float
  rows : int
  counts : List[int]
  starts : List[int]
  firsts : List[int]
  ends : List[int]
  caches : List[__torch__.cache.Cache]
  masks : List[Optional[Tensor]]
  cos : Tensor
  sin : Tensor

  def __init__(self: __torch__.step.Step, shape: __torch__.layer.Shape, device: Device, dtype: int, counts: List[int], starts: List[int], caches: List[__torch__.cache.Cache], rope: Tensor) -> NoneType:
    self.device = device
    self.counts = counts
    self.starts = starts
    self.caches = caches
    # The values pass the rotation unchanged (cosine 1, sine 0), so that one product rotates the fused rows.
    positions = (self).positions(counts, starts)                                    # (rows)
    rows = torch.size(positions, 0)
    self.rows = rows
    self.by_one_kernel = ops.prim.is_cuda(positions) and torch.remainder(shape.size, 8) == 0
    self.by_products = dtype == 6 and not ops.prim.is_cuda(positions)
    self.scale = torch.pow(float(shape.size), -0.5)
    self.nothing = torch.zeros([1, 1, 1], dtype=dtype, layout=None, device=device, pin_memory=None)
    angles = torch.to(torch.index_select(rope, 0, positions), dtype)                # (rows, 2, size)
    rotated = torch.expand(torch.unsqueeze(angles, 2), [rows, 2, shape.heads + shape.kv_heads, shape.size])
    kept = torch.zeros([rows, 2, shape.kv_heads, shape.size], dtype=dtype, layout=None, device=device, pin_memory=None)
    ones = torch.fill_(torch.select(kept, 1, 0), 1)
    both = torch.cat([rotated, kept], 2)                                            # (rows, 2, heads + 2 kv, size)
    self.cos = torch.select(both, 1, 0)                                             # (rows, heads + 2 kv, size)
    self.sin = torch.select(both, 1, 1)                                             # (rows, heads + 2 kv, size)
    self.masks = annotate(List[Optional[Tensor]], [])
    self.firsts = annotate(List[int], [])
    self.ends = annotate(List[int], [])
    for i in range(torch.len(counts)):
      first = torch.append(self.firsts, (shape).first(starts[i]))
      end = torch.append(self.ends, starts[i] + counts[i])
      if counts[i] == 1 or (starts[i] == 0 and (shape.window == 0 or counts[i] <= shape.window)):
        added = torch.append(self.masks, None)
      else:
        added = torch.append(self.masks, (self).mask(starts[i], counts[i], self.firsts[i], shape.window, dtype))
    return None

  # Of every row: those of a session follow each other.
  def positions(self: __torch__.step.Step, counts: List[int], starts: List[int]) -> Tensor:
    all = annotate(List[int], [])
    for i in range(torch.len(counts)):
      for row in range(counts[i]):
        added = torch.append(all, starts[i] + row)
    return torch.tensor(all, dtype=4, device=self.device, requires_grad=False)

  # Of one row: queries (kv, group, size), keys and values (kv, seen, size) -> (kv, group, size)
  # In fp32 two plain products: the kernel that serves all else shares its few rows out among all threads.
  def attended_by_row(self: __torch__.step.Step, queries: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    scores = torch.baddbmm(self.nothing, queries, torch.transpose(keys, 1, 2), beta=0, alpha=self.scale)   # (kv, group, seen)
    return torch.bmm(torch.softmax(scores, -1), values)

  # queries (kv, n, m, size), keys and values (kv, n, seen, size), mask (m, seen) -> (kv, n, m, size)
  # What PyTorch chooses for a card may be a kernel that is planned anew, for tens of milliseconds, for every number of
  # positions seen: there the one is taken that serves all lengths, masks and formats, of heads whose size is a multiple of 8.
  def attended(self: __torch__.step.Step, queries: Tensor, keys: Tensor, values: Tensor, mask: Optional[Tensor], causal: bool) -> Tensor:
    if self.by_one_kernel:
      if torch.__is__(mask, None):
        bias = mask
      else:
        full = [torch.size(queries, 0), torch.size(queries, 1), torch.size(queries, 2), torch.size(keys, 2)]
        bias = torch.expand(unchecked_cast(Tensor, mask), full)
      result, sums, seed, offset = torch._scaled_dot_product_efficient_attention(queries, keys, values, bias, False, 0., causal)
    else:
      result = torch.scaled_dot_product_attention(queries, keys, values, mask, 0., causal)
    return result

  # What the positions [start, start + count) see of [first, start + count): 0 or minus infinity.
  def mask(self: __torch__.step.Step, start: int, count: int, first: int, window: int, dtype: int) -> Tensor:
    end = start + count
    queries = torch.unsqueeze(torch.arange(start, end, dtype=4, layout=None, device=self.device, pin_memory=None), 1)   # (count, 1)
    keys = torch.arange(first, end, dtype=4, layout=None, device=self.device, pin_memory=None)                   # (seen)
    hidden = torch.gt(keys, queries)                                                # (count, seen)
    if window > 0:
      hidden = torch.logical_or(hidden, torch.le(keys, torch.sub(queries, window)))
    seen = end - first
    room = torch.floordiv(seen + 7, 8) * 8                                         # a card's kernel takes rows that begin aligned
    open = torch.zeros([count, room], dtype=dtype, layout=None, device=self.device, pin_memory=None)
    return torch.masked_fill_(torch.slice(open, 1, 0, seen, 1), hidden, -inf)       # (count, seen)
