# Keys and values of one session at every layer of a slice.
class Cache:
  capacity : int
  rows : List[Tensor]
  keys : List[Tensor]
  values : List[Tensor]

  def __init__(self: __torch__.cache.Cache, layers: int, capacity: int, kv_heads: int, size: int, device: Device, dtype: int) -> NoneType:
    # Each head's keys lie together, and its values: attention streams them.
    all = torch.empty([layers, 2, kv_heads, capacity, size], dtype=dtype, layout=None, device=device, pin_memory=None)
    rows = torch.permute(torch.view(all, [layers, 2 * kv_heads, capacity, size]), [0, 2, 1, 3])
    self.capacity = capacity
    self.rows = torch.unbind(rows, 0)                                              # each (capacity, 2 kv, size)
    self.keys = torch.unbind(torch.select(all, 1, 0), 0)                           # each (kv, capacity, size)
    self.values = torch.unbind(torch.select(all, 1, 1), 0)                         # each (kv, capacity, size)
    return None

  def begin_with(self: __torch__.cache.Cache, old: __torch__.cache.Cache, positions: int) -> NoneType:
    for i in range(torch.len(self.rows)):
      done = torch.copy_(torch.slice(self.rows[i], 0, 0, positions, 1), torch.slice(old.rows[i], 0, 0, positions, 1))
    return None

  def clear(self: __torch__.cache.Cache, layer: int, start: int, end: int) -> NoneType:
    done = torch.zero_(torch.slice(self.rows[layer], 0, start, end, 1))
    return None
