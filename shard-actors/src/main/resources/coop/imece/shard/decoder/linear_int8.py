# W8A8: weights in 8 bits with a scale per output, activations in 8 bits with a scale per row.
# The norm's weights, and the root of its width, are multiplied into the matrix: a norm is a factor per row.
class Linear:
  packed : __torch__.torch.classes.quantized.LinearPackedParamsBase
  bias : Optional[Tensor]
  least : List[Tensor]

  # parts: the matrix (out, in) in int8, and its scales (out)
  def __init__(self: __torch__.linear.Linear, parts: List[Tensor], bias: List[Tensor], norm: List[Tensor]) -> NoneType:
    scales = parts[1]
    zeros = torch.zeros_like(scales, dtype=4)
    matrix = torch._make_per_channel_quantized_tensor(parts[0], scales, zeros, 0)
    self.packed = ops.quantized.linear_prepack(matrix, None)
    self.least = annotate(List[Tensor], [])
    if torch.len(bias) > 0:
      self.bias = torch.cat(bias, 0)
    else:
      self.bias = None
    return None

  def pack(self: __torch__.linear.Linear) -> NoneType:
    return None

  # What each row is divided by before the product: the engine quantizes all rows with one range, so they are
  # brought to the same one. A single row needs no factor. (The norm of order infinity is the same, one element at a time.)
  def range(self: __torch__.linear.Linear, x: Tensor) -> Tensor:
    return torch.add_(torch.amax(torch.abs(x), [-1], True), 1.0e-30)                # (rows, 1)

  # The root of the sum of squares of each row: that it isn't the mean, the matrix makes up for. Epsilon is the model's.
  def length(self: __torch__.linear.Linear, x: Tensor, epsilon: float) -> Tensor:
    if torch.len(self.least) == 0:
      least = torch.sqrt(epsilon * torch.size(x, 1))
      made = torch.append(self.least, torch.full([1, 1], least, dtype=6, layout=None, device=ops.prim.device(x), pin_memory=None))
    return torch.hypot_(torch.linalg_vector_norm(x, 2, [-1], True), self.least[0])   # (rows, 1)

  # (rows, in) -> (rows, out), times a factor for each row (rows, 1)
  def scaled(self: __torch__.linear.Linear, x: Tensor, factor: Tensor) -> Tensor:
    y = ops.quantized.linear_dynamic(x, self.packed, False)                         # (rows, out)
    bias = self.bias
    if torch.__is__(bias, None):
      result = torch.mul_(y, factor)
    else:
      result = torch.addcmul(unchecked_cast(Tensor, bias), y, factor)
    return result

  # (1, in) -> (1, out), over a divisor (1, 1)
  def over(self: __torch__.linear.Linear, x: Tensor, divisor: Tensor) -> Tensor:
    y = ops.quantized.linear_dynamic(x, self.packed, False)                         # (1, out)
    bias = self.bias
    if torch.__is__(bias, None):
      result = torch.div_(y, divisor)
    else:
      result = torch.addcdiv(unchecked_cast(Tensor, bias), y, divisor)
    return result

  # (rows, in) -> (rows, out)
  def of(self: __torch__.linear.Linear, x: Tensor) -> Tensor:
    range = (self).range(x)
    return (self).scaled(torch.div(x, range), range)

  # (rows, in) -> (rows, out), after the RMS norm
  def of_norm(self: __torch__.linear.Linear, x: Tensor, epsilon: float) -> Tensor:
    length = (self).length(x, epsilon)
    if torch.size(x, 0) == 1:
      result = (self).over(x, length)
    else:
      range = (self).range(x)
      result = (self).scaled(torch.div(x, range), torch.div(range, length))
    return result

  # residual (rows, out) + (rows, in) -> (rows, out)
  def add_to(self: __torch__.linear.Linear, residual: Tensor, x: Tensor) -> Tensor:
    bias = self.bias
    if torch.__isnot__(bias, None):
      residual = torch.add(residual, unchecked_cast(Tensor, bias))
    if torch.size(x, 0) == 1:
      result = torch.add_(ops.quantized.linear_dynamic(x, self.packed, False), residual)
    else:
      range = (self).range(x)
      result = torch.addcmul(residual, ops.quantized.linear_dynamic(torch.div(x, range), self.packed, False), range)
    return result
