# Keys and values of one session at every layer of a slice.
class Cache:
  capacity : int
  rows : List[Tensor]
  keys : List[Tensor]
  values : List[Tensor]

  def __init__(self: __torch__.cache.Cache, layers: int, capacity: int, kv_heads: int, size: int, dtype: int) -> NoneType:
    all = torch.empty([layers, capacity, 2, kv_heads, 1, size], dtype=dtype, layout=None, device=None, pin_memory=None)
    seen = torch.permute(all, [2, 0, 3, 4, 1, 5])                                  # (2, layers, kv, 1, capacity, size)
    self.capacity = capacity
    self.rows = torch.unbind(torch.view(all, [layers, capacity, 2 * kv_heads, size]), 0)   # each (capacity, 2 kv, size)
    self.keys = torch.unbind(torch.select(seen, 0, 0), 0)                          # each (kv, 1, capacity, size)
    self.values = torch.unbind(torch.select(seen, 0, 1), 0)                        # each (kv, 1, capacity, size)
    return None

  def begin_with(self: __torch__.cache.Cache, old: __torch__.cache.Cache, positions: int) -> NoneType:
    for i in range(torch.len(self.rows)):
      done = torch.copy_(torch.slice(self.rows[i], 0, 0, positions, 1), torch.slice(old.rows[i], 0, 0, positions, 1))
    return None
