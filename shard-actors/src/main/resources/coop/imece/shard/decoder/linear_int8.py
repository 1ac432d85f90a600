# W8A8: weights in 8 bits with a scale per output, activations in 8 bits with a scale per row.
# The norm's weights, and the root of its width, are multiplied into the matrix: a norm is a factor per row.
class Linear:
  packed : __torch__.torch.classes.quantized.LinearPackedParamsBase
  bias : Optional[Tensor]

  # parts: the matrix (out, in) in int8, and its scales (out)
  def __init__(self: __torch__.linear.Linear, parts: List[Tensor], bias: List[Tensor], norm: List[Tensor]) -> NoneType:
    scales = parts[1]
    zeros = torch.zeros_like(scales, dtype=4)
    matrix = torch._make_per_channel_quantized_tensor(parts[0], scales, zeros, 0)
    self.packed = ops.quantized.linear_prepack(matrix, None)
    if torch.len(bias) > 0:
      self.bias = torch.cat(bias, 0)
    else:
      self.bias = None
    return None

  def pack(self: __torch__.linear.Linear) -> NoneType:
    return None

  # What each row is divided by before the product: the engine quantizes all rows with one range, so they are
  # brought to the same one. A single row needs no factor.
  def range(self: __torch__.linear.Linear, x: Tensor) -> Tensor:
    return torch.add(torch.linalg_vector_norm(x, inf, [-1], True), 1.0e-30)        # (rows, 1)

  # 1 / the root of the sum of squares of each row: that it isn't the mean, the matrix makes up for
  def inverse_root(self: __torch__.linear.Linear, x: Tensor, epsilon: float) -> Tensor:
    length = torch.linalg_vector_norm(x, 2, [-1], True)                             # (rows, 1)
    square = torch.add_(torch.mul_(length, length), epsilon * torch.size(x, 1))
    return torch.rsqrt_(square)                                                     # (rows, 1)

  # (rows, in) -> (rows, out), times a factor for each row (rows, 1)
  def scaled(self: __torch__.linear.Linear, x: Tensor, factor: Tensor) -> Tensor:
    y = ops.quantized.linear_dynamic(x, self.packed, False)                         # (rows, out)
    bias = self.bias
    if torch.__is__(bias, None):
      result = torch.mul(y, factor)
    else:
      result = torch.addcmul(unchecked_cast(Tensor, bias), y, factor)
    return result

  # (rows, in) -> (rows, out)
  def of(self: __torch__.linear.Linear, x: Tensor) -> Tensor:
    range = (self).range(x)
    return (self).scaled(torch.div(x, range), range)

  # (rows, in) -> (rows, out), after the RMS norm
  def of_norm(self: __torch__.linear.Linear, x: Tensor, epsilon: float) -> Tensor:
    factor = (self).inverse_root(x, epsilon)
    if torch.size(x, 0) == 1:
      result = (self).scaled(x, factor)
    else:
      range = (self).range(x)
      result = (self).scaled(torch.div(x, range), torch.mul(factor, range))
    return result

  # residual (rows, out) + (rows, in) -> (rows, out)
  def add_to(self: __torch__.linear.Linear, residual: Tensor, x: Tensor) -> Tensor:
    bias = self.bias
    if torch.__isnot__(bias, None):
      residual = torch.add(residual, unchecked_cast(Tensor, bias))
    if torch.size(x, 0) == 1:
      result = torch.add(residual, ops.quantized.linear_dynamic(x, self.packed, False))
    else:
      range = (self).range(x)
      result = torch.addcmul(residual, ops.quantized.linear_dynamic(torch.div(x, range), self.packed, False), range)
    return result
