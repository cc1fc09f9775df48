/// The search for a maximum of a smooth function of up to four variables: BFGS (Nocedal & Wright, Numerical Optimization, 2nd ed.,
/// algorithm 6.1) with a backtracking line search, kept within a box.
///
/// A variable that lies on the box's side and is drawn outwards rests there: the search goes on with the others.
struct Maximisation {
    typealias Point = SIMD4<Double>

    struct Result {
        var point: Point
        var value: Double
        /// The slope is 0 as far as doubles tell, but for variables that rest on a side of the box.
        var converged: Bool
    }

    let low: Point
    let high: Point
    /// The slope at which it is flat: values are means over customers, variables logarithms, so that both have the scale of 1.
    private let flat = 1e-9
    /// Flat enough where rounding lets no step go up any more.
    private let nearlyFlat = 1e-6
    private let longestStep = 4.0
    private let iterations = 400

    /// `function` gives the value and the gradient.
    func search(from start: Point, _ function: (Point) -> (value: Double, gradient: Point)) -> Result {
        var point = clamped(start)
        var (value, gradient) = function(point)
        guard value.isFinite else { return Result(point: point, value: -.infinity, converged: false) }
        var inverse = Matrix.identity
        var isFresh = true
        var resting = Point.zero
        for _ in 0..<iterations {
            let free = self.free(point, gradient)
            if free != resting {
                resting = free
                inverse = .identity
                isFresh = true
            }
            let slope = gradient * free
            let steepness = largest(slope)
            if steepness <= flat {
                return polished(Result(point: point, value: value, converged: true), slope, free, inverse, function)
            }
            var direction = (inverse * slope) * free
            var rise = (direction * slope).sum()
            if !(rise > 0) {
                inverse = .identity
                isFresh = true
                direction = slope
                rise = (slope * slope).sum()
            }
            // What is still to be won, half of `rise`, is less than rounding hides.
            if steepness <= nearlyFlat, rise <= 1e-15 * abs(value) {
                return polished(Result(point: point, value: value, converged: true), slope, free, inverse, function)
            }
            let length = (direction * direction).sum().squareRoot()
            let longest = isFresh ? 0.5 : longestStep
            if length > longest || (isFresh && length < 0.1) {
                direction *= longest / length
                rise *= longest / length
            }
            guard let next = climb(from: point, value, direction, rise, function) else {
                if steepness <= nearlyFlat {
                    return polished(Result(point: point, value: value, converged: true), slope, free, inverse, function)
                }
                if isFresh { return Result(point: point, value: value, converged: steepness <= 10 * nearlyFlat) }
                inverse = .identity
                isFresh = true
                continue
            }
            let step = next.point - point
            let change = gradient - next.gradient
            inverse.update(step: step * free, change: change * free, isFirst: isFresh)
            isFresh = false
            (point, value, gradient) = (next.point, next.value, next.gradient)
        }
        return Result(point: point, value: value, converged: largest(gradient * free(point, gradient)) <= nearlyFlat)
    }

    /// Goes on by the slope alone where the value tells no more, as long as that halves the slope: what engines bring back differs in the
    /// last bits of sums, and would else be seen in the ninth digit of what the point leads to.
    private func polished(
        _ found: Result, _ slope: Point, _ free: Point, _ inverse: Matrix,
        _ function: (Point) -> (value: Double, gradient: Point)
    ) -> Result {
        var (best, slope, inverse) = (found, slope, inverse)
        for _ in 0..<8 {
            let next = clamped(best.point + (inverse * slope) * free)
            guard next != best.point else { break }
            let (value, gradient) = function(next)
            guard value.isFinite, largest(gradient * free) <= 0.5 * largest(slope) else { break }
            inverse.update(step: (next - best.point) * free, change: (slope - gradient) * free, isFirst: false)
            best.point = next
            best.value = value
            slope = gradient * free
        }
        return best
    }

    private func climb(
        from point: Point, _ value: Double, _ direction: Point, _ rise: Double,
        _ function: (Point) -> (value: Double, gradient: Point)
    ) -> (point: Point, value: Double, gradient: Point)? {
        var length = 1.0
        for _ in 0..<40 {
            let next = clamped(point + direction * length)
            if next == point { return nil }
            let (reached, gradient) = function(next)
            if reached.isFinite,
                reached >= value + 1e-4 * length * rise || (reached > value && next != point + direction * length)
            {
                return (next, reached, gradient)
            }
            // The parabola through what is known has its top here.
            let top = reached.isFinite ? rise * length * length / (2 * (value + rise * length - reached)) : 0
            length = min(max(top, 0.1 * length), 0.5 * length)
        }
        return nil
    }

    private func clamped(_ point: Point) -> Point { point.clamped(lowerBound: low, upperBound: high) }

    /// 1 for each variable that may move, 0 for one that is drawn out of the box.
    private func free(_ point: Point, _ gradient: Point) -> Point {
        let resting = ((point .<= low) .& (gradient .<= 0)) .| ((point .>= high) .& (gradient .>= 0))
        return Point(repeating: 1).replacing(with: 0, where: resting)
    }
}

/// The largest of the magnitudes.
private func largest(_ point: SIMD4<Double>) -> Double {
    max(point.max(), -point.min())
}

/// A symmetric 4 x 4 matrix: BFGS's estimate of the inverse of the negative Hessian.
private struct Matrix {
    private var columns: (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>)

    static let identity = Matrix(scale: 1)

    init(scale: Double) {
        columns = (
            SIMD4(scale, 0, 0, 0), SIMD4(0, scale, 0, 0), SIMD4(0, 0, scale, 0), SIMD4(0, 0, 0, scale)
        )
    }

    static func * (matrix: Matrix, vector: SIMD4<Double>) -> SIMD4<Double> {
        let columns = matrix.columns
        return columns.0 * vector[0] + columns.1 * vector[1] + columns.2 * vector[2] + columns.3 * vector[3]
    }

    /// Nocedal & Wright 6.17; the first time on their scale 6.20. Left out where the curvature is not that of a maximum.
    mutating func update(step: SIMD4<Double>, change: SIMD4<Double>, isFirst: Bool) {
        let curvature = (step * change).sum()
        let size = (change * change).sum()
        guard curvature > 1e-14 * ((step * step).sum() * size).squareRoot() else { return }
        if isFirst { self = Matrix(scale: curvature / size) }
        let moved = self * change
        let factor: Double = (1 + (change * moved).sum() / curvature) / curvature
        func column(_ index: Int) -> SIMD4<Double> {
            let along: Double = factor * step[index] - moved[index] / curvature
            let across: Double = step[index] / curvature
            return step * along - moved * across
        }
        columns.0 += column(0)
        columns.1 += column(1)
        columns.2 += column(2)
        columns.3 += column(3)
    }
}
