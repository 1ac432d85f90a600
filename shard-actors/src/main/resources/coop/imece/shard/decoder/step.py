# What all layers of one call share.
class Step:
  device : Device
  rows : int
  counts : List[int]
  starts : List[int]
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
    angles = torch.to(torch.index_select(rope, 0, positions), dtype)                # (rows, 2, size)
    rotated = torch.expand(torch.unsqueeze(angles, 2), [rows, 2, shape.heads + shape.kv_heads, shape.size])
    kept = torch.zeros([rows, 2, shape.kv_heads, shape.size], dtype=dtype, layout=None, device=device, pin_memory=None)
    ones = torch.fill_(torch.select(kept, 1, 0), 1)
    both = torch.cat([rotated, kept], 2)                                            # (rows, 2, heads + 2 kv, size)
    self.cos = torch.select(both, 1, 0)                                             # (rows, heads + 2 kv, size)
    self.sin = torch.select(both, 1, 1)                                             # (rows, heads + 2 kv, size)
    self.masks = annotate(List[Optional[Tensor]], [])
    for i in range(torch.len(counts)):
      if counts[i] == 1 or (starts[i] == 0 and (shape.window == 0 or counts[i] <= shape.window)):
        added = torch.append(self.masks, None)
      else:
        added = torch.append(self.masks, (self).mask(starts[i], counts[i], (shape).first(starts[i]), shape.window, dtype))
    return None

  # Of every row: those of a session follow each other.
  def positions(self: __torch__.step.Step, counts: List[int], starts: List[int]) -> Tensor:
    all = annotate(List[int], [])
    for i in range(torch.len(counts)):
      for row in range(counts[i]):
        added = torch.append(all, starts[i] + row)
    return torch.tensor(all, dtype=4, device=self.device, requires_grad=False)

  # What the positions [start, start + count) see of [first, start + count): 0 or minus infinity.
  def mask(self: __torch__.step.Step, start: int, count: int, first: int, window: int, dtype: int) -> Tensor:
    end = start + count
    queries = torch.unsqueeze(torch.arange(start, end, dtype=4, layout=None, device=self.device, pin_memory=None), 1)   # (count, 1)
    keys = torch.arange(first, end, dtype=4, layout=None, device=self.device, pin_memory=None)                   # (seen)
    hidden = torch.gt(keys, queries)                                                # (count, seen)
    if window > 0:
      hidden = torch.logical_or(hidden, torch.le(keys, torch.sub(queries, window)))
    open = torch.zeros([count, end - first], dtype=dtype, layout=None, device=self.device, pin_memory=None)
    return torch.masked_fill(open, hidden, -inf)                                    # (count, seen)
