# The module that Java calls. It holds no weights: what it makes is handed back to Java, which owns it.
class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # A weight file, memory-mapped as one long row of elements. Nothing is read yet.
  def map(self: __torch__.Program, path: str, elements: int, dtype: int) -> Tensor:
    return torch.from_file(path, False, elements, dtype=dtype, layout=None, device=None, pin_memory=None)

  # A tensor inside a mapped file; rows of `columns` elements, or one row when `rows` is 0.
  def view(self: __torch__.Program, file: Tensor, start: int, rows: int, columns: int) -> Tensor:
    if rows == 0:
      tensor = torch.as_strided(file, [columns], [1], start)
    else:
      tensor = torch.as_strided(file, [rows, columns], [columns, 1], start)
    return tensor

  # Matrices one below the other, on a device, in a number format; the very same where nothing of that changes.
  def stacked(self: __torch__.Program, parts: List[Tensor], device: str, dtype: int) -> Tensor:
    if torch.len(parts) == 1:
      whole = parts[0]
    else:
      whole = torch.cat(parts, 0)
    return torch.to(whole, torch.device(device), dtype)

  def linear(self: __torch__.Program, parts: List[Tensor], bias: List[Tensor], norm: List[Tensor]) -> __torch__.linear.Linear:
    made = __torch__.linear.Linear.__new__(__torch__.linear.Linear)
    done = (made).__init__(parts, bias, norm)
    return made

  # One product alone, (rows, in) -> (rows, out): for trying out a kernel.
  def product(self: __torch__.Program, linear: __torch__.linear.Linear, x: Tensor) -> Tensor:
    return (linear).of(x)

  # Packs one product, where its kind has another form than that of the file.
  def pack_linear(self: __torch__.Program, linear: __torch__.linear.Linear) -> bool:
    done = (linear).pack()
    return True

  def linears(self: __torch__.Program) -> List[__torch__.linear.Linear]:
    return annotate(List[__torch__.linear.Linear], [])

  def add_linear(self: __torch__.Program, list: List[__torch__.linear.Linear], linear: __torch__.linear.Linear) -> int:
    kept = torch.append(list, linear)
    return torch.len(list)

  def layers(self: __torch__.Program) -> List[__torch__.layer.Layer]:
    return annotate(List[__torch__.layer.Layer], [])

  # norms: the feed-forward's (read by the router), then the query and key heads' where the model has them.
  # linears: query-key-value, output, then gate-up and down, once or of every expert.
  def add_layer(self: __torch__.Program, list: List[__torch__.layer.Layer], shape: __torch__.layer.Shape, norms: List[Tensor], router: List[Tensor], linears: List[__torch__.linear.Linear]) -> int:
    made = __torch__.layer.Layer.__new__(__torch__.layer.Layer)
    done = (made).__init__(shape, norms, router, linears)
    kept = torch.append(list, made)
    return torch.len(list)

  def shape(self: __torch__.Program, heads: int, kv_heads: int, size: int, window: int, per_token: int, normalized: bool, epsilon: float) -> __torch__.layer.Shape:
    made = __torch__.layer.Shape.__new__(__torch__.layer.Shape)
    done = (made).__init__(heads, kv_heads, size, window, per_token, normalized, epsilon)
    return made

  # device: of all that the slice has and makes. dtype: of the residual stream. embedding and head are empty where the slice has none.
  def slice(self: __torch__.Program, shape: __torch__.layer.Shape, device: str, dtype: int, hidden: int, vocabulary: int, embedding: List[Tensor], layers: List[__torch__.layer.Layer], head: List[__torch__.linear.Linear]) -> __torch__.slice.Slice:
    made = __torch__.slice.Slice.__new__(__torch__.slice.Slice)
    done = (made).__init__(shape, torch.device(device), dtype, hidden, vocabulary, embedding, layers, head)
    return made

  # Packs the layer at `index`, or the head when there are no more layers; whether anything is left.
  def pack(self: __torch__.Program, slice: __torch__.slice.Slice, index: int) -> bool:
    return (slice).pack(index)

  # A session's empty cache with room for `capacity` positions.
  def cache(self: __torch__.Program, slice: __torch__.slice.Slice, capacity: int) -> __torch__.cache.Cache:
    made = __torch__.cache.Cache.__new__(__torch__.cache.Cache)
    shape = slice.shape
    done = (made).__init__(torch.len(slice.layers), capacity, shape.kv_heads, shape.size, slice.device, slice.dtype)
    return made

  # A larger cache that begins with the first `positions` of an old one.
  def grown(self: __torch__.Program, slice: __torch__.slice.Slice, capacity: int, old: __torch__.cache.Cache, positions: int) -> __torch__.cache.Cache:
    made = (self).cache(slice, capacity)
    kept = (made).begin_with(old, positions)
    return made

  # Zeros for the positions [start, end) of a cache's layer.
  def cleared(self: __torch__.Program, cache: __torch__.cache.Cache, layer: int, start: int, end: int) -> NoneType:
    return (cache).clear(layer, start, end)

  # One step of the slice for a batch of sessions: see slice.py.
  def run(self: __torch__.Program, slice: __torch__.slice.Slice, ids: List[int], states: Tensor, counts: List[int], starts: List[int], caches: List[__torch__.cache.Cache], rope: Tensor, sampled: List[int], largest: bool, result: Tensor) -> NoneType:
    return (slice).run(ids, states, counts, starts, caches, rope, sampled, largest, result)
