# What a device benchmark times. Each method does its work `times` over and returns a number made of all
# results, so that nothing can be left out.
class Device(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # A matrix with 0.01 everywhere.
  def filled(self: __torch__.Device, device: str, rows: int, columns: int, dtype: int) -> Tensor:
    return torch.full([rows, columns], 0.01, dtype=dtype, layout=None, device=torch.device(device), pin_memory=None)

  # Where a tensor is.
  def zero(self: __torch__.Device, beside: Tensor) -> Tensor:
    return torch.zeros([], dtype=6, layout=None, device=ops.prim.device(beside), pin_memory=None)

  # In the machine's own memory: a card is waited for.
  def mean(self: __torch__.Device, total: Tensor, times: int) -> Tensor:
    return torch.to(torch.div(total, times), torch.device("cpu"), 6)

  # x (rows, in) by weights (out, in); the mean of the results' first elements
  def product(self: __torch__.Device, x: Tensor, weights: Tensor, times: int) -> Tensor:
    total = (self).zero(x)
    for i in range(times):
      result = torch.linear(x, weights)                                               # (rows, out)
      total = torch.add(total, torch.select(torch.select(result, 0, 0), 0, 0))
    return (self).mean(total, times)

  # The mean of all elements, read from end to end.
  def sequential(self: __torch__.Device, x: Tensor, times: int) -> Tensor:
    total = (self).zero(x)
    for i in range(times):
      total = torch.add(total, torch.mean(x))
    return (self).mean(total, times)

  # The same, in rows of `width` elements that lie `stride` apart: all first rows, then all second ones.
  def strided(self: __torch__.Device, x: Tensor, width: int, stride: int, times: int) -> Tensor:
    rows = torch.floordiv(torch.numel(x), stride)
    rounds = torch.floordiv(stride, width)
    total = (self).zero(x)
    for i in range(times):
      for round in range(rounds):
        total = torch.add(total, torch.mean(torch.as_strided(x, [rows, width], [stride, 1], round * width)))
    return (self).mean(total, times * rounds)

  # One decode step of the reference layer for a batch of sessions.
  # x (batch, hidden); weights: query-key-value, output, gate-up, down; cache: keys and values (batch * kv, 1, seen, size)
  def layer(self: __torch__.Device, x: Tensor, weights: List[Tensor], cache: List[Tensor], heads: int, kv_heads: int, times: int) -> Tensor:
    batch = torch.size(x, 0)
    hidden = torch.size(x, 1)
    size = torch.size(cache[0], 3)
    group = torch.floordiv(heads, kv_heads)
    total = (self).zero(x)
    for i in range(times):
      normed = torch.rms_norm(x, [hidden], None, 1.0000000000000001e-05)              # (batch, hidden)
      qkv = torch.linear(normed, weights[0])                                          # (batch, (heads + 2 kv) * size)
      queries = torch.reshape(torch.slice(qkv, 1, 0, heads * size, 1), [batch * kv_heads, 1, group, size])
      seen = torch.scaled_dot_product_attention(queries, cache[0], cache[1])          # (batch * kv, 1, group, size)
      attended = torch.add(x, torch.linear(torch.reshape(seen, [batch, heads * size]), weights[1]))
      gate_up = torch.linear(torch.rms_norm(attended, [hidden], None, 1.0000000000000001e-05), weights[2])
      parts = torch.chunk(gate_up, 2, -1)                                             # each (batch, feed)
      result = torch.add(attended, torch.linear(torch.mul(torch.silu(parts[0]), parts[1]), weights[3]))
      total = torch.add(total, torch.select(torch.select(result, 0, 0), 0, 0))
    return (self).mean(total, times)

  # Keys or values of so many heads.
  def cache(self: __torch__.Device, device: str, heads: int, seen: int, size: int, dtype: int) -> Tensor:
    return torch.full([heads, 1, seen, size], 0.01, dtype=dtype, layout=None, device=torch.device(device), pin_memory=None)
